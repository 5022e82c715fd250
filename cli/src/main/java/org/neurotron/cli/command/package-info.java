/**
 * The commands of {@code neurotron}, thin: options in, one call, words out.
 */
package org.neurotron.cli.command;
