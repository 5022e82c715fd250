/**
 * What several packages need and no user of the library should: not exported.
 */
package org.neurotron.internal;
