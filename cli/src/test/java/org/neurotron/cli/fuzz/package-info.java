/**
 * Odd input by the thousand: good files, changed at random, and files made up of what might be in one. Nothing of it
 * may do more than end a command with a line that says what is wrong.
 */
package org.neurotron.cli.fuzz;
