package org.neurotron.cli.file;

import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;

/**
 * Text without the mark of its byte order, and with a row of its own behind it, of one character that is in no text. A
 * reader of CSV that does not mind whether the last quote is closed makes this row a part of the one before it then.
 */
final class TableText extends FilterReader {

    /** What the last row consists of. */
    static final char END = '\0';

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final char[] lastRow = {'\n', END};
    private int used;
    private boolean begun;

    TableText(Reader text) {
        super(text);
    }

    @Override
    public int read() throws IOException {
        char[] one = new char[1];
        return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        int count = used > 0 ? -1 : super.read(target, offset, length);
        if (!begun && count > 0) {
            begun = true;
            if (target[offset] == BYTE_ORDER_MARK) {
                count--;
                System.arraycopy(target, offset + 1, target, offset, count);
            }
            if (count == 0) {
                return read(target, offset, length);
            }
        }
        if (count >= 0 || used == lastRow.length) {
            return count;
        }
        int some = Math.min(length, lastRow.length - used);
        System.arraycopy(lastRow, used, target, offset, some);
        used += some;
        return some;
    }
}
