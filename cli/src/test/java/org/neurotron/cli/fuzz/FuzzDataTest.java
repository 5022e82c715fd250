package org.neurotron.cli.fuzz;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** Odd data, models and command lines. */
class FuzzDataTest extends Fuzzing {

    @Override
    Map<String, OddInput> makers(Good good, Path shared) throws IOException {
        OddData data = new OddData(good);
        return Map.of("npy", data::arrays, "npz", data::models, "csv", data::tables, "options",
            new OddOptions(good)::lines);
    }
}
