/**
 * What goes on in a folder until it is done: runs, sweeps, the study and fits, with their checkpoints, slots, traces
 * and tables, and requests to stop.
 */
package org.neurotron.cli.run;
