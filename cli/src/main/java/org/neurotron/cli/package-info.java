/**
 * The command line over the library. It computes nothing itself. Its packages are floors of a house, and none uses what
 * stands above it:
 *
 * <table>
 * <caption>Packages from the roof to the ground, and what each may use</caption>
 * <tr><th>package</th><th>job</th><th>uses</th></tr>
 * <tr><td>this one</td><td>starts and ends the process</td><td>{@code command}</td></tr>
 * <tr><td>{@code command}</td><td>the commands: options in, one call, words out</td><td>all below</td></tr>
 * <tr><td>{@code model}</td><td>models of fit: what they compute of data, and the same as ONNX</td>
 *     <td>{@code run}, {@code file}, {@code terminal}</td></tr>
 * <tr><td>{@code run}</td><td>runs and sweeps that go on in folders: checkpoints, slots, traces, signals</td>
 *     <td>all below</td></tr>
 * <tr><td>{@code result}</td><td>results read back and turned into figures and tables</td><td>all below</td></tr>
 * <tr><td>{@code option}</td><td>groups of options, and the readers of their values</td><td>{@code file}, {@code
 *     terminal}</td></tr>
 * <tr><td>{@code report}</td><td>the page to explore</td><td>{@code figure}</td></tr>
 * <tr><td>{@code figure}</td><td>pictures</td><td>none</td></tr>
 * <tr><td>{@code file}</td><td>folders, locks, CSV, JSON, and the names of all files</td><td>{@code terminal}</td></tr>
 * <tr><td>{@code terminal}</td><td>what a person sees: messages, failures, progress</td><td>none</td></tr>
 * </table>
 */
package org.neurotron.cli;
