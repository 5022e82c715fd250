package org.neurotron.cli.option;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.TypeConversionException;

/** Breaks if a run belongs to no shard or to two, or if a batch system's index is misread. */
class ShardTest {

    @Test
    void everyRunBelongsToOneShardAndHasAPlaceOfItsOwn() {
        for (int count = 1; count <= 7; count++) {
            for (int total = 1; total <= 20; total++) {
                int[] owners = new int[total];
                for (int index = 0; index < count; index++) {
                    Shard shard = new Shard(index, count);
                    for (long place = 0; place < shard.size(total); place++) {
                        long number = shard.number(place);
                        owners[(int) number]++;
                        assertTrue(shard.has(number));
                        assertEquals(place, shard.place(number));
                    }
                    assertEquals(shard.size(total), LongStream.range(0, total).filter(shard::has)
                        .count());
                }
                for (int owner : owners) {
                    assertEquals(1, owner);
                }
            }
        }
    }

    private static Shard read(String text, String slurm, String kubernetes) {
        Map<String, String> environment = new HashMap<>();
        if (slurm != null) {
            environment.put("SLURM_ARRAY_TASK_ID", slurm);
        }
        if (kubernetes != null) {
            environment.put("JOB_COMPLETION_INDEX", kubernetes);
        }
        return new Shard.Converter(environment).convert(text);
    }

    @ParameterizedTest
    @CsvSource({"0/1,,,0/1", "2/3,0,1,2/3", "auto/3,0,,0/3", "auto/3,,2,2/3", "auto/3,1,2,1/3", "auto/3,'',2,2/3",
        "999999/1000000,,,999999/1000000"})
    void theIndexIsGivenOrThatOfTheBatchSystem(String text, String slurm, String kubernetes, String expected) {
        assertEquals(expected, read(text, slurm, kubernetes).toString());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        3/3      | | | must be I/N or auto/N with whole numbers 0 <= I < N <= 1000000
        -1/3     | | | must be I/N or auto/N
        0/0      | | | must be I/N or auto/N
        0/1000001| | | must be I/N or auto/N
        1        | | | must be I/N or auto/N
        1/2/3    | | | must be I/N or auto/N
        /3       | | | must be I/N or auto/N
        1e0/3    | | | must be I/N or auto/N
        auto     |0| | must be I/N or auto/N
        auto/0   |0| | must be I/N or auto/N
        auto/3   | | | must be given where SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX is set; else it is I/3
        auto/3   |3| | must be given where SLURM_ARRAY_TASK_ID is a whole number from 0 to 2; it is '3'
        auto/3   |x|1| must be given where SLURM_ARRAY_TASK_ID is a whole number from 0 to 2; it is 'x'
        auto/3   | |-1| must be given where JOB_COMPLETION_INDEX is a whole number from 0 to 2; it is '-1'
        """)
    void whatIsNoShardIsSaid(String text, String slurm, String kubernetes, String allowed) {
        String message = assertThrows(TypeConversionException.class, () -> read(text, slurm, kubernetes)).getMessage();
        assertTrue(message.startsWith("'" + text + "' " + allowed), message);
    }
}
