package org.neurotron.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.neurotron.internal.Refusals.assertNull;
import static org.neurotron.internal.Refusals.assertRefused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.commons.rng.JumpableUniformRandomProvider;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.neurotron.kernel.Kernel;
import org.neurotron.kernel.Kernels;
import org.neurotron.kernel.RandomKernel;

/**
 * Breaks if a lane stops being the jumped generator of Commons RNG (contract C2), if the sequence depends on the kernel
 * or on how it is asked for, or if a restored generator goes on anywhere else than where it was saved.
 */
class BlockGeneratorTest {

    private static final int LANES = BlockGenerator.LANES;
    private static final int BLOCK = BlockGenerator.BLOCK;

    private static final long[] SEED = {1, 2, 3, 4};

    private static final RandomKernel PORTABLE = Kernels.portable().random();

    static List<Kernel> kernels() {
        return Kernels.available();
    }

    static Stream<long[]> seeds() {
        return Stream.of(
            SEED,
            new long[] {0, 0, 0, 1},
            new long[] {Long.MIN_VALUE, 0, 0, 0},
            new long[] {-1, -1, -1, -1},
            RandomStreams.state(1, 0, Purpose.INPUTS),
            RandomStreams.state(-5, 1_000_000, Purpose.ATTACK));
    }

    static List<Arguments> kernelsAndSeeds() {
        List<Arguments> all = new ArrayList<>();
        for (Kernel kernel : kernels()) {
            seeds().forEach(seed -> all.add(Arguments.of(kernel, seed)));
        }
        return all;
    }

    private static long[] words(BlockGenerator generator, int count) {
        return LongStream.generate(generator::nextLong).limit(count).toArray();
    }

    private static long[] blocks(BlockGenerator generator, int count) {
        long[] words = new long[count];
        generator.nextBlocks(count, words);
        return words;
    }

    @ParameterizedTest
    @MethodSource("kernelsAndSeeds")
    void lanesAreTheJumpedGeneratorOfCommonsRng(Kernel kernel, long[] seed) {
        int rows = 1_000;
        long[] words = words(new BlockGenerator(seed, kernel.random()), rows * LANES);
        JumpableUniformRandomProvider jumping = (JumpableUniformRandomProvider)
            RandomSource.XO_SHI_RO_256_PP.create(seed);
        for (int l = 0; l < LANES; l++) {
            // What jump() returns stays where the jump began.
            UniformRandomProvider lane = jumping.jump();
            for (int i = 0; i < rows; i++) {
                assertEquals(lane.nextLong(), words[i * LANES + l], "lane " + l + ", value " + i);
            }
        }
    }

    /** From xoshiro256++ in Python, where the jump is 128 squarings of the matrix of one step over GF(2). */
    @ParameterizedTest
    @MethodSource("kernels")
    void sequenceIsTheOneRecorded(Kernel kernel) {
        long[] expected = {
            0x0000000002800001L, 0xec879073673df437L, 0x88607a9d0acdca94L, 0xdd655d77f66f8958L,
            0xe61f35d2dbc627b2L, 0x2ca2527b8c4464d8L, 0x72eb6e1ba60b6b96L, 0x27ee94703d33dbc9L,
            0xeb7fc48496f29dfbL, 0x7612a6d2dda64426L, 0x6cee4811c8e66786L, 0xeadb43bb49ff9298L,
            0x1011ccf1ebf0ee03L, 0xe100859268d39369L, 0x7e0d2b1630c02c8bL, 0x0e85feec268f8487L,
            0x0000000003800067L, 0x20d212a39aca1eaaL, 0x8d81bb64c29cfef2L, 0x2b6887f2b8bd28d2L,
            0x1762b5e3456de174L, 0x67bea2c8bc76d60eL, 0x3fd65060ebdbf3baL, 0x7a0ff3e85e74e959L,
            0xef79a1bf923a85a1L, 0x467dfcfe0c3da95aL, 0x6611baf7c53f595aL, 0x852f3621a53aacc8L,
            0x9afe80d0c848a755L, 0x47c0565fbae11c93L, 0x9ab1069a9368ed36L, 0xdf7f545d0cc4d798L,
            0x000cc00003800067L, 0xc19d712a27e40f57L, 0x27ed44c2e2f5f5f1L, 0xa14648d1684c0537L,
            0x19c9358358aa5a4bL, 0x6eff9f0525196e6bL, 0x2ff387f1db1733bdL, 0x794d50dfc16366dcL,
            0x4c988d4e2ef31a20L, 0x77d3a9f388778430L, 0x79939f98b8bdce2aL, 0xbc9f51e3a0dcd85eL,
            0x2eaf5e9bff837aaaL, 0x62c13097054181c1L, 0x4c30698a4cf1ef7fL, 0xbfcb1b4e276a2559L,
        };
        assertArrayEquals(expected, words(new BlockGenerator(SEED, kernel.random()), expected.length));
    }

    /** However many blocks a call takes, and however calls for words lie between calls for blocks. */
    @ParameterizedTest
    @MethodSource("kernels")
    void blocksAndSingleWordsAreOneSequence(Kernel kernel) {
        int blocks = 500;
        long[] expected = words(new BlockGenerator(SEED, PORTABLE), blocks * BLOCK);
        assertArrayEquals(expected, blocks(new BlockGenerator(SEED, kernel.random()), blocks * BLOCK));
        SplittableRandom random = new SplittableRandom(1);
        BlockGenerator generator = new BlockGenerator(SEED, kernel.random());
        int done = 0;
        while (done < blocks) {
            int count = Math.min(blocks - done, random.nextInt(8));
            assertArrayEquals(Arrays.copyOfRange(expected, done * BLOCK, (done + count) * BLOCK),
                blocks(generator, count * BLOCK));
            done += count;
            if (done < blocks) {
                // What is left of this block is dropped by the next call for blocks, unless that is for none of them.
                int single = 1 + random.nextInt(BLOCK);
                assertArrayEquals(Arrays.copyOfRange(expected, done * BLOCK, done * BLOCK + single),
                    words(generator, single));
                done++;
            }
        }
    }

    @Test
    void wordsBehindTheCountAreLeftAlone() {
        for (Kernel kernel : kernels()) {
            long[] words = new long[3 * BLOCK + 5];
            new BlockGenerator(SEED, kernel.random()).nextBlocks(2 * BLOCK, words);
            assertArrayEquals(blocks(new BlockGenerator(SEED, PORTABLE), 2 * BLOCK), Arrays.copyOf(words, 2 * BLOCK));
            assertArrayEquals(new long[BLOCK + 5], Arrays.copyOfRange(words, 2 * BLOCK, words.length), kernel.name());
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void restoredGeneratorGoesOnOnEveryKernel(Kernel kernel) {
        long[] expected = words(new BlockGenerator(SEED, PORTABLE), 5 * BLOCK);
        for (int position = 0; position <= 2 * BLOCK; position++) {
            BlockGenerator generator = new BlockGenerator(SEED, kernel.random());
            words(generator, position);
            long[] saved = generator.save();
            assertArrayEquals(saved, generator.save(), "saving changes nothing");
            int next = position;
            int nextBlock = (position + BLOCK - 1) / BLOCK * BLOCK;
            for (Kernel other : kernels()) {
                BlockGenerator restored = BlockGenerator.restore(saved, other.random());
                assertArrayEquals(saved, restored.save());
                assertArrayEquals(Arrays.copyOfRange(expected, next, next + 2 * BLOCK), words(restored, 2 * BLOCK),
                    () -> kernel + " to " + other + " at " + next);
                assertArrayEquals(Arrays.copyOfRange(expected, nextBlock, nextBlock + 2 * BLOCK),
                    blocks(BlockGenerator.restore(saved, other.random()), 2 * BLOCK),
                    () -> kernel + " to " + other + " at " + next);
            }
            assertArrayEquals(Arrays.copyOfRange(expected, next, next + 2 * BLOCK), words(generator, 2 * BLOCK));
        }
    }

    @Test
    void savedStateIsACopy() {
        BlockGenerator generator = new BlockGenerator(SEED, PORTABLE);
        generator.nextLong();
        long[] saved = generator.save();
        long[] kept = saved.clone();
        BlockGenerator restored = BlockGenerator.restore(saved, PORTABLE);
        words(generator, 3 * BLOCK);
        words(restored, 3 * BLOCK);
        assertArrayEquals(kept, saved);
        restored = BlockGenerator.restore(saved, PORTABLE);
        Arrays.fill(saved, 7);
        assertArrayEquals(kept, restored.save());
    }

    @Test
    void seedIsCopied() {
        long[] seed = SEED.clone();
        BlockGenerator generator = new BlockGenerator(seed, PORTABLE);
        assertArrayEquals(SEED, seed);
        Arrays.fill(seed, 7);
        assertArrayEquals(words(new BlockGenerator(SEED, PORTABLE), 100), words(generator, 100));
    }

    @Test
    void wrongArgumentsAreRefused() {
        assertRefused("length of seed", 3, () -> new BlockGenerator(new long[3], PORTABLE));
        assertRefused("length of seed", 5, () -> new BlockGenerator(new long[5], PORTABLE));
        assertRefused("length of seed", 0, () -> new BlockGenerator(new long[0], PORTABLE));
        assertRefusedText("seed = 0, 0, 0, 0: must not be all zero", () -> new BlockGenerator(new long[4], PORTABLE));
        assertNull("seed", () -> new BlockGenerator(null, PORTABLE));
        assertNull("kernel", () -> new BlockGenerator(SEED, null));
        BlockGenerator generator = new BlockGenerator(SEED, PORTABLE);
        long[] before = generator.save();
        long[] words = new long[3 * BLOCK];
        String allowed = "a multiple of 32 and at most 96";
        for (int count : new int[] {-BLOCK, -1, 1, BLOCK / 2, BLOCK - 1, BLOCK + 1, 4 * BLOCK, Integer.MIN_VALUE}) {
            assertEquals(allowed, assertRefused("count", count, () -> generator.nextBlocks(count, words)));
        }
        assertNull("words", () -> generator.nextBlocks(BLOCK, null));
        assertArrayEquals(before, generator.save(), "what was refused changed the generator");
    }

    private static void assertRefusedText(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void wrongStatesAreRefused() {
        long[] saved = new BlockGenerator(SEED, PORTABLE).save();
        int last = saved.length - 1;
        assertEquals(4 * LANES + BLOCK, last);
        for (int length : new int[] {0, last, last + 2}) {
            assertEquals(String.valueOf(last + 1), assertRefused("length of saved", length,
                () -> BlockGenerator.restore(Arrays.copyOf(saved, length), PORTABLE)));
        }
        for (long position : new long[] {-1, BLOCK + 1, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 32}) {
            long[] wrong = saved.clone();
            wrong[last] = position;
            assertEquals("from 0 to 32",
                assertRefused("saved position", position, () -> BlockGenerator.restore(wrong, PORTABLE)));
        }
        assertNull("saved", () -> BlockGenerator.restore(null, PORTABLE));
        assertNull("kernel", () -> BlockGenerator.restore(saved, null));
    }
}
