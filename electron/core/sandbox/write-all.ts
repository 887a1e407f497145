/** The part of a FileHandle that is needed here. */
interface WritableFile {
  write(
    data: Buffer,
    offset: number,
    length: number,
    position: number | null,
  ): Promise<{ readonly bytesWritten: number }>;
}

/**
 * Writes all of it or fails. A disk that fills up takes what fits and calls that a success: only the next write fails.
 * `position` null is wherever the file stands.
 */
export async function writeAll(file: WritableFile, data: Buffer, position: number | null): Promise<void> {
  for (let done = 0; done < data.length;) {
    const at = position === null ? null : position + done;
    done += (await file.write(data, done, data.length - done, at)).bytesWritten;
  }
}
