package org.neurotron.cli.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A kind of odd input. */
@FunctionalInterface
interface OddInput {

    /**
     * Makes one.
     *
     * @param mutator what is odd about it
     * @param folder  an empty folder, which receives the input; all that commands write goes there, too
     * @return the commands that take it, each of which runs if the one before it succeeds
     */
    List<List<String>> put(Mutator mutator, Path folder) throws IOException;
}
