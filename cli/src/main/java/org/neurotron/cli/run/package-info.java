/**
 * What goes on in a folder until it is done: runs and sweeps, their checkpoints, slots, traces and tables, and requests
 * to stop.
 */
package org.neurotron.cli.run;
