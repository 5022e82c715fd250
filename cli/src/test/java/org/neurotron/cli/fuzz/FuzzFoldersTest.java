package org.neurotron.cli.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Odd content of the folders that commands leave for others. */
class FuzzFoldersTest extends Fuzzing {

    @Override
    Map<String, OddInput> makers(Good good, Path shared) throws IOException {
        OddFolders folders = new OddFolders(good, shared);
        return Map.of("run.json", folders::configurations, "results", folders::results, "checkpoint",
            folders::checkpoints, "slots", folders::slots);
    }
}
