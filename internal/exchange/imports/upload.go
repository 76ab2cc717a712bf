package imports

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"maillage/internal/access"
	"maillage/internal/gen/ent"
	"maillage/internal/gen/ent/fileimport"
	"maillage/internal/gen/ent/importpiece"
	"maillage/internal/lexicon"
)

// pieceSize is the size of the pieces in which an uploaded file is stored. The database has them, so that any process
// of the hub can go on with an upload and plan it.
const pieceSize = 1 << 20

// OffsetError reports bytes that do not follow those that have come.
type OffsetError struct{ Received, Size int64 }

func (e *OffsetError) Error() string {
	return fmt.Sprintf("the next byte is %d of %d", e.Received, e.Size)
}

// Receive adds bytes of a file from an offset on, which is the number of those that have come. It returns how many have
// come now, also when the connection broke. The last byte starts the planning.
func (m *Imports) Receive(ctx context.Context, id string, offset int64, body io.Reader) (received int64, err error) {
	row, err := m.inState(ctx, id, lexicon.ImportUploading)
	if err != nil {
		return 0, err
	}
	if offset != row.Received {
		return row.Received, &OffsetError{row.Received, row.Size}
	}
	system := access.AsSystem(ctx)
	buffer := make([]byte, pieceSize)
	for {
		n, readErr := io.ReadFull(body, buffer)
		if int64(n) > row.Size-offset {
			return offset, &OffsetError{offset, row.Size}
		}
		if n > 0 {
			if err := m.addPiece(system, row, offset, bytes.Clone(buffer[:n])); err != nil {
				return offset, err
			}
			offset += int64(n)
		}
		switch {
		case readErr == nil:
		case errors.Is(readErr, io.EOF), errors.Is(readErr, io.ErrUnexpectedEOF):
			if offset == row.Size {
				m.notifyWaiters(row.ID)
				m.wake()
			}
			return offset, nil
		default:
			return offset, readErr
		}
	}
}

// addPiece stores a piece and how far the upload has come. The last one starts the planning.
func (m *Imports) addPiece(ctx context.Context, row *ent.FileImport, offset int64, content []byte) error {
	return m.transact(ctx, func(tx *ent.Client) error {
		end := offset + int64(len(content))
		u := tx.FileImport.Update().Where(fileimport.ID(row.ID), fileimport.Received(offset),
			fileimport.StateEQ(lexicon.ImportUploading)).SetReceived(end)
		if end == row.Size {
			u.SetState(lexicon.ImportPlanning)
		}
		n, err := u.Save(ctx)
		if err == nil && n != 1 {
			err = &OffsetError{offset, row.Size} // two uploads of one file
		}
		if err != nil {
			return err
		}
		return tx.ImportPiece.Create().SetImportID(row.ID).SetOffset(offset).SetContent(content).Exec(ctx)
	})
}

// planUpload plans an uploaded file, and deletes its pieces once the plan is stored.
func (m *Imports) planUpload(ctx context.Context, row *ent.FileImport, progress Progress) (err error) {
	file, err := os.CreateTemp(m.config.TempDir, "maillage-import-*")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close(), os.Remove(file.Name())) }()
	if err := m.copyPieces(ctx, row, file); err != nil {
		return err
	}
	if err := m.plan(ctx, row, file, progress); err != nil {
		return err
	}
	_, err = m.client.ImportPiece.Delete().Where(importpiece.ImportID(row.ID)).Exec(access.AsSystem(ctx))
	return err
}

func (m *Imports) copyPieces(ctx context.Context, row *ent.FileImport, to io.Writer) error {
	ctx = access.AsSystem(ctx)
	for offset := int64(0); offset < row.Size; {
		piece, err := m.client.ImportPiece.Query().Where(
			importpiece.ImportID(row.ID), importpiece.Offset(offset)).Only(ctx)
		if err != nil {
			return err
		}
		if _, err := to.Write(piece.Content); err != nil {
			return err
		}
		offset += int64(len(piece.Content))
	}
	return nil
}
