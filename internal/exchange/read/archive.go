package read

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"maillage/internal/lexicon"
)

// archive is a zip file whose bounds are checked: entries, names, sizes as declared and as read.
type archive struct {
	*zip.Reader
	read int64 // bytes unzipped so far
}

// openArchive checks a zip file and opens the table in it.
func (r *Reader) openArchive(file sized, o Options) error {
	if file.size > MaxWorkbook {
		return refuse(lexicon.FileTooLarge, sizeOf(file.size), sizeOf(MaxWorkbook))
	}
	z, err := zip.NewReader(file, file.size)
	if err != nil {
		return refuse(lexicon.ArchiveRefused, err.Error(), "")
	}
	a := &archive{Reader: z}
	if err := a.check(); err != nil {
		return err
	}
	switch {
	case a.has("[Content_Types].xml"):
		r.chose(XLSX)
		return r.openWorkbook(a, o)
	case a.has("datapackage.json"):
		r.chose(DataPackage)
		return r.openPackage(a, o)
	case a.has("mimetype"):
		return refuse(lexicon.FormatUnknown, "ODS", advice)
	}
	names, paths := a.tables()
	if len(names) == 0 {
		return refuse(lexicon.FormatUnknown, "ZIP", advice)
	}
	r.chose(TablesInZip)
	return r.openPart(a, names, paths, o)
}

func (a *archive) has(name string) bool { return a.entry(name) != nil }

// entry returns the entry with a name, or nil. Case does not count, as in Open Packaging.
func (a *archive) entry(name string) *zip.File {
	for _, f := range a.File {
		if strings.EqualFold(f.Name, name) {
			return f
		}
	}
	return nil
}

// check refuses an archive by its list of entries.
func (a *archive) check() error {
	if len(a.File) > maxEntries {
		return refuse(lexicon.ArchiveRefused, fmt.Sprintf("%d > %d", len(a.File), maxEntries), "")
	}
	total := uint64(0)
	for _, f := range a.File {
		name := strings.ReplaceAll(f.Name, `\`, "/")
		total += f.UncompressedSize64
		switch {
		case f.Flags&1 != 0:
			return refuse(lexicon.Encrypted, "", "")
		case path.IsAbs(name) || strings.Contains(name, ":") || strings.Contains("/"+name+"/", "/../"):
			return refuse(lexicon.ArchiveRefused, f.Name, "")
		case strings.EqualFold(path.Base(name), "vbaProject.bin"):
			return refuse(lexicon.ArchiveRefused, "macros (xlsm)", "")
		case isNested(name):
			return refuse(lexicon.ArchiveRefused, f.Name, "")
		case f.UncompressedSize64 > maxUnzipped || total > maxUnzipped:
			return refuse(lexicon.FileTooLarge, sizeOf(int64(min(total, 1<<62))), sizeOf(maxUnzipped))
		case f.UncompressedSize64 > maxRatio*max(f.CompressedSize64, 1<<10):
			return refuse(lexicon.ArchiveRefused, fmt.Sprintf("%s: > %d : 1", f.Name, maxRatio), "")
		}
	}
	return nil
}

// isNested reports whether an entry is an archive itself.
func isNested(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".tar", ".tgz", ".xlsx", ".xlsm", ".ods":
		return true
	}
	return false
}

// openEntry opens an entry and counts what is read of it.
func (a *archive) openEntry(f *zip.File) (io.ReadCloser, error) {
	in, err := f.Open()
	if err != nil {
		return nil, refuse(lexicon.ArchiveRefused, f.Name+": "+err.Error(), "")
	}
	return &counted{ReadCloser: in, archive: a, entry: f}, nil
}

// counted refuses an entry that is larger than it declares, or than an archive may be.
type counted struct {
	io.ReadCloser
	archive *archive
	entry   *zip.File
	read    uint64
}

func (c *counted) Read(into []byte) (int, error) {
	n, err := c.ReadCloser.Read(into)
	c.read += uint64(n)
	c.archive.read += int64(n)
	switch {
	case c.read > c.entry.UncompressedSize64 || c.read > maxUnzipped || c.archive.read > 4*maxUnzipped:
		return n, refuse(lexicon.ArchiveRefused, c.entry.Name, "")
	case err != nil && !errors.Is(err, io.EOF):
		return n, refuse(lexicon.ArchiveRefused, c.entry.Name+": "+err.Error(), "")
	}
	return n, err
}

// descriptor is what is read of datapackage.json.
type descriptor struct {
	Resources []struct {
		Name string          `json:"name"`
		Path json.RawMessage `json:"path"`
	} `json:"resources"`
}

// openPackage opens a resource of a data package: the first, or the one that was chosen.
func (r *Reader) openPackage(a *archive, o Options) error {
	in, err := a.openEntry(a.entry("datapackage.json"))
	if err != nil {
		return err
	}
	text, err := io.ReadAll(io.LimitReader(in, MaxRecord+1))
	if err = errors.Join(err, in.Close()); err != nil {
		return err
	}
	var d descriptor
	if err := json.Unmarshal(text, &d); err != nil || len(text) > MaxRecord {
		return refuse(lexicon.JSONInvalid, "datapackage.json", "")
	}
	var names []string
	paths := map[string]string{}
	for _, resource := range d.Resources {
		var name string
		if json.Unmarshal(resource.Path, &name) != nil || !a.has(name) {
			continue // inline data, several parts, or an address
		}
		paths[resource.Name] = name
		names = append(names, resource.Name)
	}
	return r.openPart(a, names, paths, o)
}

// tables returns the names of the CSV files of an archive, without their extension, and their paths by name.
func (a *archive) tables() (names []string, paths map[string]string) {
	paths = map[string]string{}
	for _, f := range a.File {
		base := path.Base(strings.ReplaceAll(f.Name, `\`, "/"))
		name, isTable := strings.CutSuffix(strings.ToLower(base), ".csv")
		if _, twice := paths[name]; isTable && !twice {
			names, paths[name] = append(names, name), f.Name
		}
	}
	return names, paths
}

// openPart opens a text table of an archive: the first of those named, or the one that was chosen.
func (r *Reader) openPart(a *archive, names []string, paths map[string]string, o Options) error {
	for _, name := range names {
		r.Guess.Tables = append(r.Guess.Tables, Table{Name: name})
	}
	if err := r.chooseTable(0); err != nil {
		return err
	}
	entry, err := a.openEntry(a.entry(paths[r.Guess.Table]))
	if err != nil {
		return err
	}
	spooled, err := r.spool(o.TempDir, entry)
	if err = errors.Join(err, entry.Close()); err != nil {
		return err
	}
	if spooled.size == 0 {
		return refuse(lexicon.FileEmpty, "", "")
	}
	format := r.Guess.Format
	err = r.openPlain(spooled)
	r.Guess.Format = format
	return err
}

// chooseTable takes the table that a person chose, or else the one at an index.
func (r *Reader) chooseTable(at int) error {
	g := &r.Guess
	for i, t := range g.Tables {
		if t.Name == g.overrides.Table {
			at = i
		}
	}
	if at >= len(g.Tables) || g.overrides.Table != "" && g.Tables[at].Name != g.overrides.Table {
		return refuse(lexicon.TableMissing, g.overrides.Table, "")
	}
	g.Table = g.Tables[at].Name
	g.find(lexicon.GuessedTable, lexicon.Informs, "", "", g.Table, 1)
	return nil
}
