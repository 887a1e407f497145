import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostileDocuments } from './hostile-replies.test-support';
import { ListingSyntaxError, readListing } from './listing-document';

describe('the reader of listings, whatever it is given', () => {
  it('reads a listing, another document, or none, and says nothing that does not stand there', () => {
    fc.assert(
      fc.property(fc.oneof(hostileDocuments, fc.string({ unit: 'binary', maxLength: 500 })), (text) => {
        const listing = listingIn(text);
        if (listing === null) return;
        expect(listing.objects.length).toBeLessThanOrEqual(text.split('<Contents').length);
        for (const { key } of listing.objects) if (!/[&<]/.test(text)) expect(text).toContain(key);
      }),
      { numRuns: 1000 },
    );
  });
});

function listingIn(text: string): ReturnType<typeof readListing> {
  try {
    return readListing(text);
  } catch (error) {
    if (error instanceof ListingSyntaxError) return null;
    throw error;
  }
}
