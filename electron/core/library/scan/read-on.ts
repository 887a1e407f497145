/** The note in the index that a person has said yes to reading this bucket, large as it is. */
export const READ_ON = 'scan-read-on';
