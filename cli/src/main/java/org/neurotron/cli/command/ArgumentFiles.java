package org.neurotron.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.io.StreamTokenizer;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;

/**
 * Files of arguments: in the place of {@code @FILE} stands what is in the file, separated by blanks or line ends,
 * quoted where blanks belong to an argument; # begins a comment. {@code @@NAME} is the argument {@code @NAME}.
 *
 * <p>The parser of the command line can do the same, but takes a file that is missing for an argument, one that
 * contains itself for an empty one, and breaks off at a folder.
 */
final class ArgumentFiles {

    /** No file of options is larger: something else, or a device without an end. */
    private static final int MOST_BYTES = 1 << 20;

    /** Those that are being read: none of them may be read again inside. */
    private final Deque<Path> open = new ArrayDeque<>();

    private ArgumentFiles() {
    }

    /**
     * Puts the contents of files in their places.
     *
     * @param arguments as they were typed
     * @return arguments of which none is a file
     * @throws BadUsage if a file cannot be read
     */
    static String[] expanded(String[] arguments) {
        List<String> all = new ArrayList<>();
        new ArgumentFiles().add(List.of(arguments), all);
        return all.toArray(String[]::new);
    }

    private void add(List<String> arguments, List<String> all) {
        for (String argument : arguments) {
            if (argument.startsWith("@@")) {
                all.add(argument.substring(1));
            } else if (argument.startsWith("@") && argument.length() > 1) {
                addFile(argument, all);
            } else {
                all.add(argument);
            }
        }
    }

    private void addFile(String argument, List<String> all) {
        Path file;
        String text;
        try {
            file = Path.of(argument.substring(1)).toAbsolutePath().normalize();
            if (Files.isDirectory(file)) {
                throw refused(argument, "it is a folder");
            }
            if (!Files.exists(file)) {
                throw refused(argument, "there is no such file; @@ stands for an @ that names none");
            }
            if (open.contains(file)) {
                throw refused(argument, "it contains itself");
            }
            text = content(file, argument);
        } catch (CharacterCodingException e) {
            throw refused(argument, "it is no text in UTF-8");
        } catch (IOException e) {
            throw refused(argument, Messages.of(e));
        } catch (InvalidPathException e) {
            throw refused(argument, "no file can have this name");
        }
        open.push(file);
        add(words(text), all);
        open.pop();
    }

    private static String content(Path file, String argument) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw refused(argument, "it has more than " + Messages.bytes(MOST_BYTES));
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        }
    }

    private static BadUsage refused(String argument, String reason) {
        return new BadUsage(Messages.quoted(argument) + " must name a file of options: " + reason);
    }

    private static List<String> words(String text) {
        StreamTokenizer words = new StreamTokenizer(new StringReader(text));
        words.resetSyntax();
        words.wordChars(' ', 255);
        words.whitespaceChars(0, ' ');
        words.quoteChar('"');
        words.quoteChar('\'');
        words.commentChar('#');
        List<String> all = new ArrayList<>();
        try {
            while (words.nextToken() != StreamTokenizer.TT_EOF) {
                all.add(words.sval);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return all;
    }
}
