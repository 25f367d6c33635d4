//! Where the members of a JSON object and the elements of a list begin and end, without reading what is in them.
//!
//! It finds extents and judges nothing: what lies between them is looked at by whoever asked. Whatever is not laid out
//! as JSON usually is ends the scan, and the text is read the careful way.

/// Walks over one JSON text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scan<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scan<'t> {
    pub fn new(text: &'t str) -> Scan<'t> {
        Scan { text, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn take(&mut self, byte: u8) -> Option<()> {
        self.blanks();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Visits the members of the object that begins here: told each one's name and where it begins, the visitor takes
    /// the value.
    #[inline]
    pub fn members(&mut self, mut visit: impl FnMut(&mut Self, &'t str, usize) -> Option<()>) -> Option<()> {
        self.take(b'{')?;
        if self.take(b'}').is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            let start = self.at;
            let name = self.value()?.strip_prefix('"')?.strip_suffix('"')?;
            self.take(b':')?;
            visit(self, name, start)?;
            if self.take(b',').is_none() {
                return self.take(b'}');
            }
        }
    }

    /// Visits the elements of the list that begins here.
    #[inline]
    pub fn elements(&mut self, mut visit: impl FnMut(&'t str) -> Option<()>) -> Option<()> {
        self.take(b'[')?;
        if self.take(b']').is_some() {
            return Some(());
        }
        loop {
            visit(self.value()?)?;
            if self.take(b',').is_none() {
                return self.take(b']');
            }
        }
    }

    /// What was scanned since a place.
    #[inline]
    pub fn since(&self, start: usize) -> Option<&'t str> {
        self.text.get(start..self.at)
    }

    /// Whether nothing but blanks is left.
    pub fn is_at_end(mut self) -> bool {
        self.blanks();
        self.at == self.text.len()
    }

    /// The value that begins here.
    pub fn value(&mut self) -> Option<&'t str> {
        self.blanks();
        let start = self.at;
        match self.peek()? {
            b'"' => self.string()?,
            b'{' | b'[' => self.nested()?,
            _ => {
                let rest = self.text.as_bytes().get(start..)?;
                let ends = |byte: &u8| matches!(byte, b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r');
                self.at += rest.iter().position(ends).unwrap_or(rest.len());
            }
        }
        self.since(start)
    }

    /// Goes past the string that begins here.
    #[inline]
    fn string(&mut self) -> Option<()> {
        let mut rest = self.text.as_bytes().get(self.at + 1..)?.iter();
        loop {
            match rest.next()? {
                b'"' => break,
                // What is escaped is never the end.
                b'\\' => drop(rest.next()?),
                _ => {}
            }
        }
        self.at = self.text.len() - rest.len();
        Some(())
    }

    fn nested(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            // Between brackets and strings nothing matters.
            let rest = self.text.as_bytes().get(self.at..)?;
            self.at += rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'[' | b'}' | b']'))?;
            match self.peek()? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                _ => depth -= 1,
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }
}
