package org.neurotron.cli.terminal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version of this build. */
public final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"neurotron " + inFull()};
    }

    /** The number of the version, which is part of results. */
    public static String number() {
        return property("version");
    }

    /** The commit that this was built from, or "unknown" if it was not built in a repository. */
    public static String commit() {
        return property("commit");
    }

    /** Both, for people. */
    public static String inFull() {
        return number() + " (commit " + commit() + ")";
    }

    private static String property(String name) {
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
