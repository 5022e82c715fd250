/**
 * One session of measurements: what is measured, by whom, what comes out of it as ratios, tables and pictures.
 */
package org.neurotron.bench.report;
