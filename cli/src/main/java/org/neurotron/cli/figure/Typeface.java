package org.neurotron.cli.figure;

import java.awt.Font;
import java.awt.FontFormatException;
import java.awt.font.FontRenderContext;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The type of all pictures: DejaVu Sans, which comes with the program, so that pictures are the same everywhere, also
 * on a machine without any fonts.
 */
final class Typeface {

    /** Tells AWT of a file with fonts, so that it does not ask the system for any. */
    private static final String FONTS_PROPERTY = "sun.awt.fontconfig";

    private static final String FOLDER = "/net/sf/jasperreports/fonts/dejavu/";

    private static final Font PLAIN;
    private static final Font BOLD;

    static {
        System.setProperty("java.awt.headless", "true");
        try {
            Path plain = extracted("DejaVuSans.ttf");
            Path bold = extracted("DejaVuSans-Bold.ttf");
            if (System.getProperty("os.name").equals("Linux") && System.getProperty(FONTS_PROPERTY) == null) {
                System.setProperty(FONTS_PROPERTY, configuration(plain).toString());
            }
            PLAIN = Font.createFont(Font.TRUETYPE_FONT, plain.toFile());
            BOLD = Font.createFont(Font.TRUETYPE_FONT, bold.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (FontFormatException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Widths as if pixels were infinitely small, so that they do not depend on what is drawn on. */
    private static final FontRenderContext METRICS = new FontRenderContext(null, true, true);

    private Typeface() {
    }

    static Font plain(float size) {
        return PLAIN.deriveFont(size);
    }

    static Font bold(float size) {
        // The style says nothing new to Java, which has the bold face; SVG is told by it.
        return BOLD.deriveFont(Font.BOLD, size);
    }

    /** The width of a text. */
    static double width(String text, Font font) {
        return font.getStringBounds(text, METRICS).getWidth();
    }

    /** A text in lines of at most this width. */
    static List<String> lines(String text, Font font, double width) {
        List<String> lines = new ArrayList<>();
        // What is equal to what stands in one line.
        for (String part : text.replace(" = ", "\u00A0=\u00A0").split("\n")) {
            String line = "";
            for (String word : part.split(" ")) {
                String longer = line.isEmpty() ? word : line + " " + word;
                if (!line.isEmpty() && width(longer, font) > width) {
                    lines.add(line);
                    longer = word;
                }
                line = longer;
            }
            lines.add(line);
        }
        return lines;
    }

    private static Path extracted(String name) throws IOException {
        Path file = temporary(".ttf");
        try (InputStream font = Typeface.class.getResourceAsStream(FOLDER + name)) {
            if (font == null) {
                throw new IOException("the font " + name + " is missing from the program's libraries");
            }
            Files.write(file, font.readAllBytes());
        }
        return file;
    }

    /** The form is that of the JDK's font configuration files. */
    private static Path configuration(Path font) throws IOException {
        StringBuilder text = new StringBuilder("version=1\n");
        for (String family : List.of("serif", "sansserif", "monospaced", "dialog", "dialoginput")) {
            for (String style : List.of("plain", "bold", "italic", "bolditalic")) {
                text.append(family).append('.').append(style).append(".latin-1=DejaVu Sans\n");
            }
        }
        text.append("sequence.allfonts=latin-1\nfilename.DejaVu_Sans=").append(font).append('\n');
        return Files.writeString(temporary(".properties"), text);
    }

    private static Path temporary(String suffix) throws IOException {
        Path file = Files.createTempFile("neurotron", suffix);
        file.toFile().deleteOnExit();
        return file;
    }
}
