/**
 * The command line over the library: options, files, progress, tables. It computes nothing itself.
 */
package org.neurotron.cli;
