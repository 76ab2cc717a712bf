package main

import (
	"archive/tar"
	"archive/zip"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"
)

// mode returns the permissions of a file in an archive: only the program, which comes first, can be run.
func mode(place int) int64 {
	if place == 0 {
		return 0o755
	}
	return 0o644
}

// writeTar writes files into a .tar.gz without directories. All bear the same time.
func writeTar(name string, files []string, when time.Time) (err error) {
	out, err := os.Create(name) //nolint:gosec // whoever runs the tool names the directory
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	packed := gzip.NewWriter(out)
	archive := tar.NewWriter(packed)
	for place, file := range files {
		content, err := os.ReadFile(file) //nolint:gosec // the tool has just made it
		if err != nil {
			return err
		}
		header := &tar.Header{
			Name: filepath.Base(file), Mode: mode(place), Size: int64(len(content)), ModTime: when,
			Format: tar.FormatPAX,
		}
		if err := archive.WriteHeader(header); err != nil {
			return err
		}
		if _, err := archive.Write(content); err != nil {
			return err
		}
	}
	return errors.Join(archive.Close(), packed.Close())
}

// writeZip writes files into a .zip without directories. All bear the same time.
func writeZip(name string, files []string, when time.Time) (err error) {
	out, err := os.Create(name) //nolint:gosec // whoever runs the tool names the directory
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, out.Close()) }()
	archive := zip.NewWriter(out)
	for place, file := range files {
		header := &zip.FileHeader{Name: filepath.Base(file), Method: zip.Deflate, Modified: when}
		header.SetMode(os.FileMode(mode(place))) //nolint:gosec // permissions
		to, err := archive.CreateHeader(header)
		if err != nil {
			return err
		}
		from, err := os.Open(file) //nolint:gosec // the tool has just made it
		if err != nil {
			return err
		}
		_, err = io.Copy(to, from)
		if err = errors.Join(err, from.Close()); err != nil {
			return err
		}
	}
	return archive.Close()
}
