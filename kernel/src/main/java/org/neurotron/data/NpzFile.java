package org.neurotron.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipEntry;

/**
 * The entries of an NPZ archive, read with suspicion: the archive's table of contents must say of every entry what
 * stands before the entry itself, the entries must fill the file without gaps, checksums must be right, and what would
 * take too much memory is refused before any of it is taken. {@code java.util.zip} reads either the table or the
 * entries, and believes it.
 */
final class NpzFile {

    /** Archives, their entries and the arrays made of them are in memory together: more than this may not fit. */
    private static final int SHARE_OF_MEMORY = 4;

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int DESCRIPTOR = 0x08074b50;

    private static final int LOCAL_BYTES = 30;
    private static final int CENTRAL_BYTES = 46;
    private static final int END_BYTES = 22;

    /** The flag of an entry whose size and checksum stand behind it. */
    private static final int HAS_DESCRIPTOR = 1 << 3;

    /** The flags that make no difference here: how well it is compressed, descriptor, names in UTF-8. */
    private static final int HARMLESS = 3 << 1 | HAS_DESCRIPTOR | 1 << 11;

    /** The number in the place of a size that stands in the extra field 1 instead, where it has 64 bits. */
    private static final long ELSEWHERE = 0xffff_ffffL;
    private static final int EXTRA_64 = 1;

    /** No compressed byte stands for more bytes than this. */
    private static final long MOST_PER_BYTE = 1032;

    private final Object file;
    private final ByteBuffer bytes;

    private NpzFile(Object file, byte[] bytes) {
        this.file = file;
        this.bytes = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads an archive.
     *
     * @param file where it is
     * @return the contents of its entries by their names
     * @throws BadDataException if it is no archive, damaged, or too large for the memory
     * @throws IOException      if it cannot be read
     */
    static Map<String, byte[]> read(Path file) throws IOException {
        return read(file, mostBytes());
    }

    /** The same with another bound on the bytes of the archive, and of its entries when unpacked. */
    static Map<String, byte[]> read(Path file, int most) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            // Not asked for its size: a device has none.
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new BadDataException(file + " is too large: it must have at most " + most + " bytes to "
                    + "fit into Java's memory");
            }
            return new NpzFile(file, bytes).entries(most);
        }
    }

    /** The same of an archive in memory, which messages call by a name. */
    static Map<String, byte[]> of(String name, byte[] bytes) throws BadDataException {
        return new NpzFile(name, bytes).entries(mostBytes());
    }

    private static int mostBytes() {
        return (int) Math.min(Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY, Integer.MAX_VALUE - Long.SIZE);
    }

    /** An entry as the table of contents has it. */
    private record Entry(String name, int flags, int method, long crc, long packed, long size, long at) {
    }

    private BadDataException damaged(String how) {
        return new BadDataException(file + " is damaged or cut off: " + how);
    }

    private Map<String, byte[]> entries(long most) throws BadDataException {
        List<Entry> table = table();
        long sum = 0;
        for (Entry entry : table) {
            if (entry.method == ZipEntry.STORED ? entry.size != entry.packed
                : entry.method != ZipEntry.DEFLATED || entry.size > MOST_PER_BYTE * entry.packed) {
                throw damaged(entry.name + " cannot have the size that is said");
            }
            // Sizes are below 2³², and there are fewer than 2¹⁶ of them.
            sum += entry.size;
        }
        if (sum > most) {
            throw new BadDataException(file + " is too large: it has " + sum + " bytes when unpacked, and must have at "
                + "most " + most + " to fit into Java's memory");
        }
        Map<String, byte[]> entries = new HashMap<>();
        for (int i = 0; i < table.size(); i++) {
            Entry entry = table.get(i);
            long end = i + 1 < table.size() ? table.get(i + 1).at : start();
            if (entries.put(entry.name, content(entry, end)) != null) {
                throw damaged("there are two " + entry.name);
            }
        }
        return entries;
    }

    private int size() {
        return bytes.capacity();
    }

    private int unsigned16(int at) {
        return Short.toUnsignedInt(bytes.getShort(at));
    }

    private long unsigned32(int at) {
        return Integer.toUnsignedLong(bytes.getInt(at));
    }

    private String text(int at, int length) {
        return new String(bytes.array(), at, length, StandardCharsets.UTF_8);
    }

    /** Where the last record is, which ends the file. */
    private int end() throws BadDataException {
        for (int comment = 0; comment < 1 << Short.SIZE && END_BYTES + comment <= size(); comment++) {
            int at = size() - END_BYTES - comment;
            if (bytes.getInt(at) == END && unsigned16(at + 20) == comment) {
                return at;
            }
        }
        throw damaged("its table of contents is missing");
    }

    /** Where the table of contents is. */
    private long start() throws BadDataException {
        return unsigned32(end() + 16);
    }

    /** The table of contents, in the order of the entries in the file. */
    private List<Entry> table() throws BadDataException {
        if (size() < Integer.BYTES || bytes.getInt(0) != LOCAL) {
            throw new BadDataException(file + " is no model, or cut off at its beginning");
        }
        int end = end();
        long start = start();
        int count = unsigned16(end + 10);
        if (bytes.getInt(end + 4) != 0 || unsigned16(end + 8) != count || start + unsigned32(end + 12) != end) {
            throw damaged("its table of contents is not where it should be");
        }
        List<Entry> table = new ArrayList<>();
        int at = (int) start;
        for (int i = 0; i < count; i++) {
            if (end - at < CENTRAL_BYTES || bytes.getInt(at) != CENTRAL) {
                throw damaged("its table of contents ends too early");
            }
            int name = unsigned16(at + 28);
            int extra = unsigned16(at + 30);
            int next = at + CENTRAL_BYTES + name + extra + unsigned16(at + 32);
            if (next > end) {
                throw damaged("its table of contents ends too early");
            }
            table.add(new Entry(text(at + CENTRAL_BYTES, name), unsigned16(at + 8), unsigned16(at + 10),
                unsigned32(at + 16), unsigned32(at + 20), unsigned32(at + 24), unsigned32(at + 42)));
            at = next;
        }
        if (at != end) {
            throw damaged("there is more in its table of contents than is said");
        }
        table.sort(Comparator.comparingLong(Entry::at));
        if (table.isEmpty() || table.getFirst().at != 0) {
            throw damaged("its first entry is not in its table of contents");
        }
        return table;
    }

    /** The content of an entry that ends where the next one begins. */
    private byte[] content(Entry entry, long end) throws BadDataException {
        BadDataException contradiction = damaged("its table of contents says something else of " + entry.name
            + " than stands there");
        if (end - entry.at < LOCAL_BYTES || end > size()) {
            throw contradiction;
        }
        int at = (int) entry.at;
        int name = unsigned16(at + 26);
        int extra = unsigned16(at + 28);
        long from = entry.at + LOCAL_BYTES + name + extra;
        boolean described = (entry.flags & HAS_DESCRIPTOR) != 0;
        if (bytes.getInt(at) != LOCAL || from + entry.packed > end || unsigned16(at + 6) != entry.flags
            || (entry.flags & ~HARMLESS) != 0 || unsigned16(at + 8) != entry.method
            || !text(at + LOCAL_BYTES, name).equals(entry.name)
            || !(described || says(at + 14, entry, at + LOCAL_BYTES + name, extra))
            || !isDescriptor((int) (from + entry.packed), (int) end, entry, described)) {
            throw contradiction;
        }
        byte[] content = unpacked(entry, (int) from);
        CRC32 crc = new CRC32();
        crc.update(content);
        if (crc.getValue() != entry.crc) {
            throw damaged("the checksum of " + entry.name + " is wrong");
        }
        return content;
    }

    /** Whether checksum and sizes before an entry are those of the table. */
    private boolean says(int at, Entry entry, int extraAt, int extraLength) {
        long packed = unsigned32(at + 4);
        long size = unsigned32(at + 8);
        int end = extraAt + extraLength;
        for (int field = extraAt; size == ELSEWHERE && field + 4 <= end; field += 4 + unsigned16(field + 2)) {
            if (unsigned16(field) == EXTRA_64 && unsigned16(field + 2) >= 2 * Long.BYTES
                && field + 4 + 2 * Long.BYTES <= end) {
                size = bytes.getLong(field + 4);
                packed = packed == ELSEWHERE ? bytes.getLong(field + 4 + Long.BYTES) : packed;
            }
        }
        return unsigned32(at) == entry.crc && packed == entry.packed && size == entry.size;
    }

    /** Whether what lies behind an entry is its checksum and sizes again, or nothing if they stand before it. */
    private boolean isDescriptor(int from, int end, Entry entry, boolean described) {
        if (!described) {
            return from == end;
        }
        int length = end - from;
        int at = length >= Integer.BYTES && bytes.getInt(from) == DESCRIPTOR && length % Long.BYTES == 0
            ? from + Integer.BYTES : from;
        return switch (end - at) {
            case 3 * Integer.BYTES -> unsigned32(at) == entry.crc && unsigned32(at + 4) == entry.packed
                && unsigned32(at + 8) == entry.size;
            case Integer.BYTES + 2 * Long.BYTES -> unsigned32(at) == entry.crc && bytes.getLong(at + 4) == entry.packed
                && bytes.getLong(at + 12) == entry.size;
            default -> false;
        };
    }

    private byte[] unpacked(Entry entry, int from) throws BadDataException {
        if (entry.method == ZipEntry.STORED) {
            return Arrays.copyOfRange(bytes.array(), from, from + (int) entry.size);
        }
        byte[] content = new byte[(int) entry.size];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(bytes.array(), from, (int) entry.packed);
            int length = 0;
            int some = 1;
            while (some > 0) {
                some = inflater.inflate(content, length, content.length - length);
                length += some;
            }
            // The end of the data may be seen only when more is asked for than there is.
            if (length == content.length && inflater.inflate(new byte[1]) == 0 && inflater.finished()
                && inflater.getRemaining() == 0) {
                return content;
            }
        } catch (DataFormatException e) {
            // Said below.
        } finally {
            inflater.end();
        }
        throw damaged(entry.name + " cannot be unpacked");
    }
}
