package org.neurotron.cli.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.neurotron.cli.file.FileNames;
import org.neurotron.cli.file.RegularFiles;
import org.neurotron.cli.terminal.BadUsage;
import org.neurotron.cli.terminal.Messages;
import org.neurotron.data.Model;

/**
 * A model in its file.
 *
 * @param path  the file
 * @param model what is in it
 */
public record ModelFile(Path path, Model model) {

    /**
     * Reads a model.
     *
     * @param named its file, or the folder that fit left it in
     * @throws BadUsage if there is none
     */
    public static ModelFile read(Path named) throws IOException {
        Path file = Files.isDirectory(named) ? named.resolve(FileNames.MODEL) : named;
        if (!Files.isReadable(file)) {
            throw new BadUsage(Messages.quoted(named) + " must be a model of fit that can be read, or a folder with a "
                + FileNames.MODEL);
        }
        return new ModelFile(file, Model.load(RegularFiles.toRead(file)));
    }
}
