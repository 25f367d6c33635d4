//! The lines of a cohort: from a file or standard input, gzipped or not, each of bounded length.

use crate::cli::output::Failure;
use flate2::read::MultiGzDecoder;
use guidemark::patient::MAX_PROFILE_BYTES;
use std::{
    fs::File,
    io::{self, BufRead, BufReader, Cursor, ErrorKind, Read},
    ops::Range,
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

/// A chunk that has so many bytes takes no further line.
const CHUNK_BYTES: usize = 64 << 10;
/// How much is read at once, in bytes.
const BUFFER_BYTES: usize = 256 << 10;

const GZIP: &[u8] = b"\x1f\x8b";
/// What other compressed files start with, what they are, and what makes them readable.
const OTHERS: &[(&[u8], &str, &str)] = &[
    (b"\x28\xb5\x2f\xfd", "zstd", "zstd -dc"),
    (b"\xfd7zXZ", "xz", "xz -dc"),
    (b"BZh", "bzip2", "bzip2 -dc"),
    (b"PK\x03\x04", "zip", "unzip -p"),
];

/// Some lines that follow one another.
#[derive(Default)]
pub struct Chunk {
    /// The bytes of all of them.
    pub bytes: Vec<u8>,
    /// Their numbers, from 1, and what of `bytes` is theirs.
    pub lines: Vec<(u64, Held)>,
}

/// What is held of a line.
pub enum Held {
    /// All of it, but for its line break.
    Bytes(Range<usize>),
    /// Nothing: it is longer than a profile may be.
    TooLong,
}

/// How far the input is read.
pub struct ReadSoFar {
    /// The bytes read, compressed as they are.
    pub bytes: Arc<AtomicU64>,
    /// The bytes there are; none for a pipe.
    pub size: Option<u64>,
}

/// The lines of the input.
pub struct Input {
    reader: BufReader<Box<dyn Read + Send>>,
    name: String,
    is_gzip: bool,
    bytes: Arc<AtomicU64>,
    size: Option<u64>,
    /// The most lines of a chunk.
    chunk_lines: usize,
    /// The number of the line read last.
    number: u64,
    /// What went wrong behind the lines that were given.
    failed: Option<Failure>,
}

impl Input {
    /// Opens a file; `-` is standard input. Whether it is gzipped is seen from its first bytes.
    ///
    /// # Errors
    /// It cannot be read, or is compressed in another way.
    pub fn open(path: &Path, chunk_lines: usize) -> Result<Input, Failure> {
        let failed = |error: &io::Error| Failure::file(path, error);
        let mut size = None;
        let (name, raw): (String, Box<dyn Read + Send>) = if path == Path::new("-") {
            ("standard input".to_owned(), Box::new(io::stdin()))
        } else {
            let file = File::open(path).map_err(|error| failed(&error))?;
            let metadata = file.metadata().map_err(|error| failed(&error))?;
            if metadata.is_dir() {
                let message = format!("`{}` is a folder; a cohort is a file with one profile a line", path.display());
                return Err(Failure::Other(message));
            }
            size = metadata.is_file().then_some(metadata.len());
            (path.display().to_string(), Box::new(file))
        };
        let bytes = Arc::new(AtomicU64::new(0));
        let mut raw = Counted { inner: raw, bytes: Arc::clone(&bytes) };
        let start = start(&mut raw).map_err(|error| failed(&error))?;
        if let Some((_, format, command)) = OTHERS.iter().find(|(magic, ..)| start.starts_with(magic)) {
            let message = format!("{name} is compressed with {format}, and only gzip is read");
            return Err(Failure::Other(format!("{message}: `{command} FILE | guidemark cohort -`")));
        }
        let is_gzip = start == GZIP;
        let raw = Cursor::new(start).chain(raw);
        let reader: Box<dyn Read + Send> = if is_gzip { Box::new(MultiGzDecoder::new(raw)) } else { Box::new(raw) };
        let reader = BufReader::with_capacity(BUFFER_BYTES, reader);
        Ok(Input { reader, name, is_gzip, bytes, size, chunk_lines, number: 0, failed: None })
    }

    /// What to call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How far it is read, to be looked at from elsewhere.
    pub fn read_so_far(&self) -> ReadSoFar {
        ReadSoFar { bytes: Arc::clone(&self.bytes), size: self.size }
    }

    /// The next lines; none at the end. Lines that are there are given before others are waited for.
    ///
    /// # Errors
    /// The input cannot be read further. All whole lines before have been given.
    pub fn chunk(&mut self) -> Result<Option<Chunk>, Failure> {
        if let Some(failure) = self.failed.take() {
            return Err(failure);
        }
        let mut chunk = Chunk::default();
        while chunk.lines.len() < self.chunk_lines && chunk.bytes.len() < CHUNK_BYTES {
            if !chunk.lines.is_empty() && !self.reader.buffer().contains(&b'\n') {
                break;
            }
            let start = chunk.bytes.len();
            match self.line(&mut chunk) {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    // What came of a line that is cut off is no line.
                    chunk.bytes.truncate(start);
                    let failure = self.failure(&error);
                    if chunk.lines.is_empty() {
                        return Err(failure);
                    }
                    self.failed = Some(failure);
                    break;
                }
            }
        }
        Ok((!chunk.lines.is_empty()).then_some(chunk))
    }

    /// Adds the next line to a chunk. Whether there was one.
    fn line(&mut self, chunk: &mut Chunk) -> io::Result<bool> {
        let start = chunk.bytes.len();
        // One byte more than a profile and the longest line break.
        let limit = MAX_PROFILE_BYTES + b"\r\n".len() + 1;
        if (&mut self.reader).take(limit as u64).read_until(b'\n', &mut chunk.bytes)? == 0 {
            return Ok(false);
        }
        let has_ended = chunk.bytes.ends_with(b"\n");
        if has_ended {
            chunk.bytes.pop();
            if chunk.bytes.len() > start && chunk.bytes.ends_with(b"\r") {
                chunk.bytes.pop();
            }
        }
        let held = if chunk.bytes.len() - start > MAX_PROFILE_BYTES {
            if !has_ended {
                self.reader.skip_until(b'\n')?;
            }
            chunk.bytes.truncate(start);
            chunk.bytes.shrink_to(CHUNK_BYTES);
            Held::TooLong
        } else {
            Held::Bytes(start..chunk.bytes.len())
        };
        self.number += 1;
        chunk.lines.push((self.number, held));
        Ok(true)
    }

    fn failure(&self, error: &io::Error) -> Failure {
        let Input { name, number, .. } = self;
        let what = match error.kind() {
            ErrorKind::UnexpectedEof if self.is_gzip => "is cut off".to_owned(),
            ErrorKind::InvalidData | ErrorKind::InvalidInput if self.is_gzip => {
                format!("is damaged, or no gzip from here on ({error})")
            }
            _ => format!("cannot be read further: {error}"),
        };
        Failure::Other(format!(
            "{name} {what}; its first {number} lines were answered, and those behind them are missing"
        ))
    }
}

/// The first bytes of an input: as many as tell how it is compressed, and no more, for whoever writes it may be slow.
fn start(raw: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    let may_be = |start: &[u8], magic: &[u8]| magic.len() > start.len() && magic.starts_with(start);
    while may_be(&start, GZIP) || OTHERS.iter().any(|(magic, ..)| may_be(&start, magic)) {
        if raw.take(1).read_to_end(&mut start)? == 0 {
            break;
        }
    }
    Ok(start)
}

/// A reader that counts.
struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.bytes.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
