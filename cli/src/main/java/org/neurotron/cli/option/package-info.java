/**
 * Groups of options that commands share, and the readers of their values.
 */
package org.neurotron.cli.option;
