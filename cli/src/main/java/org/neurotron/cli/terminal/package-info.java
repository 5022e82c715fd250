/**
 * What a person at a terminal sees besides results: messages, failures, progress.
 */
package org.neurotron.cli.terminal;
