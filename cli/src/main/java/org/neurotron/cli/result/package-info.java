/**
 * Results read back from their folders and turned into figures, tables and lines of theory.
 */
package org.neurotron.cli.result;
