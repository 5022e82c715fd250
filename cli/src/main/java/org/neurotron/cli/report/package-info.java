/**
 * Figures as one page that a browser opens from disk: self-contained, with zoom, values under the pointer and curves to
 * switch on and off. The script draws what {@link org.neurotron.cli.report.Page} has put into the page as data.
 */
package org.neurotron.cli.report;
