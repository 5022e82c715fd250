/**
 * Neuro-Tron as a library: where to find what, and what every part of it promises.
 *
 * <h2>The packages</h2>
 *
 * <p>From the bottom up; a package uses only those above it in this list.
 * <dl>
 * <dt>{@link org.neurotron.kernel}</dt>
 * <dd>Products, gates and updates over flat arrays of doubles, as plain Java and as vector code, and the choice
 *     between the two.</dd>
 * <dt>{@link org.neurotron.random}</dt>
 * <dd>Reproducible streams of random numbers, and the laws that inputs are drawn from.</dd>
 * <dt>{@link org.neurotron.network}</dt>
 * <dd>Families of sensing matrices, and the network over them: what is learned.</dd>
 * <dt>{@link org.neurotron.oracle}</dt>
 * <dd>Who draws the inputs, labels them, and poisons some of the labels.</dd>
 * <dt>{@link org.neurotron.training}</dt>
 * <dd>Neuro-Tron and SGD: a single update on data of your own, and whole runs against an oracle. Start here to embed
 *     the library.</dd>
 * <dt>{@link org.neurotron.theory}</dt>
 * <dd>What the paper proves about a configuration, as numbers.</dd>
 * <dt>{@link org.neurotron.data}</dt>
 * <dd>Training on files instead of an oracle, and fitted models.</dd>
 * <dt>{@link org.neurotron.study}</dt>
 * <dd>The published simulation study, and many runs on all cores.</dd>
 * </dl>
 *
 * <h2>The contracts</h2>
 *
 * <p>Six promises to users, to which comments and tests refer by number ("contract C1"; a C1 or C2 that compiles is one
 * of HotSpot's two compilers). They bind whoever changes the code.
 * <dl>
 * <dt>C1. Same bits everywhere</dt>
 * <dd>The same configuration, seed and number of the run give the same bits in every recorded number: with every
 *     kernel and every width of the vectors, on any number of threads, on any machine, and whether the run went
 *     through or was interrupted and resumed. So the order in which terms are added is fixed once for all hardware
 *     (see {@link org.neurotron.kernel.Lanes} and {@link org.neurotron.kernel.Kernel}), and nothing enters a result
 *     whose last bit Java leaves to the platform, as it does for logarithms and sines.</dd>
 * <dt>C2. Reproducible random numbers</dt>
 * <dd>Random words are those of the generator xoshiro256++ of Commons RNG, value for value, in sixteen interleaved
 *     lanes that never meet (see {@link org.neurotron.random.BlockGenerator}). A stream follows at once from the seed,
 *     the number of the run and what the numbers are for, so any run can be computed without those before it. Problem,
 *     inputs and attack have streams of their own: another attack meets the same inputs, and two algorithms can be
 *     given the same of both.</dd>
 * <dt>C3. Flat arrays, checked once</dt>
 * <dd>A matrix is an array of doubles, row after row, with the place where it begins and the distance of its rows.
 *     Public methods look at their arguments before they do anything (nulls, lengths, overlaps, hyper-parameters that
 *     are not finite) and refuse them with the argument's name, its value and what is allowed. The loops inside look
 *     at nothing, and are therefore not public.</dd>
 * <dt>C4. Bad numbers are not silent</dt>
 * <dd>When a filter or its error is no longer a finite number, training stops at that update, keeps what it has
 *     recorded and says when it happened; a command then ends with an exit code that is not 0.</dd>
 * <dt>C5. Nothing is lost</dt>
 * <dd>A file appears complete or not at all. A process killed at any instant loses at most what it did since its last
 *     checkpoint, and what is resumed ends with the bytes of a run that was never interrupted. The library's part is
 *     that the state of a run can be saved and restored exactly ({@link org.neurotron.training.RunState}); the files
 *     are the command line's.</dd>
 * <dt>C6. Works without the vector module</dt>
 * <dd>Java has to be told to load {@code jdk.incubator.vector}. Where it was not, the library computes the same in
 *     plain Java, and warns once that this is slower. A kernel that is asked for by name and cannot run is an error,
 *     never quietly replaced by another (see {@link org.neurotron.kernel.Kernels}).</dd>
 * </dl>
 *
 * <p>Numbers of sections, definitions, theorems and equations are those of Karmakar, Mukherjee and Papamarkou,
 * <i>Depth-2 neural networks under a data-poisoning attack</i>, Neurocomputing 532 (2023) 56–66.
 *
 * @since 0.1
 */
package org.neurotron;
