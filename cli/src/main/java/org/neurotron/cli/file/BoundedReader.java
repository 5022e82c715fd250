package org.neurotron.cli.file;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Path;
import java.util.Locale;
import org.neurotron.data.BadDataException;

/**
 * Text of which no row is longer than there is memory for. A quote that is not closed, or a file without lines, would
 * otherwise be read to its end as one cell.
 */
final class BoundedReader extends FilterReader {

    /** Characters of a row of a million numbers, and more. */
    private static final long LONGEST = 1 << 26;

    /** Bytes that a character may take, if a row has cells of one character each. */
    private static final int BYTES_PER_CHARACTER = 64;

    private final Path file;
    private final boolean plain;
    private final long most = Math.min(LONGEST, Runtime.getRuntime().maxMemory() / BYTES_PER_CHARACTER);
    private long inLine;
    private long inRow;
    private long line = 1;
    private boolean inRows;

    /**
     * Bounds a text.
     *
     * @param in    the text
     * @param file  where it comes from, for messages
     * @param plain whether characters that do not belong into text are refused, too; numbers would be read without
     */
    BoundedReader(Reader in, Path file, boolean plain) {
        super(in);
        this.file = file;
        this.plain = plain;
    }

    /** A new row begins, which may have several lines. Without this every line is a row. */
    void startRow() {
        inRow = 0;
        inRows = true;
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        int count;
        do {
            count = read(one, 0, 1);
        } while (count == 0);
        return count < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        for (int i = offset; i < offset + count; i++) {
            char c = target[i];
            inLine++;
            if (c == '\n') {
                line++;
                inLine = 0;
            } else if (plain && Character.isISOControl(c) && c != '\t' && c != '\r') {
                throw new BadDataException(file + ", line " + line + ", has the control character "
                    + String.format(Locale.ROOT, "U+%04X", (int) c) + ", which is none of text");
            }
        }
        inRow += Math.max(0, count);
        if ((inRows ? inRow : inLine) > most) {
            throw new BadDataException(file + " is no CSV: it has a row of more than " + most
                + " characters, up to line " + line + "; is a quote not closed?");
        }
        return count;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
