/**
 * R2 unpacks what is stored with a Content-Encoding for whoever does not say that he takes it packed, and tells no length of it then
 * (developers.cloudflare.com/r2/reference/transparent-decompression). Said always, its edge would pack other objects on their way
 * and leave out theirs (rclone/rclone#8137): so it is said where an answer has come without a length.
 */
export const AS_STORED = { 'accept-encoding': 'gzip, br' } as const;
