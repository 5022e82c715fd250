/**
 * Pictures of results: what they show ({@link org.neurotron.cli.figure.Figure}), thinned so that nothing visible is
 * lost, and how they become PNG and SVG. Nothing here reads files or knows of commands.
 */
package org.neurotron.cli.figure;
