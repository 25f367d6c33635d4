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

    /// Visits the members of the object that begins here: each one's name, its value, and both as they are written.
    pub fn members(&mut self, mut visit: impl FnMut(&'t str, &'t str, &'t str) -> Option<()>) -> Option<()> {
        self.take(b'{')?;
        if self.take(b'}').is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            let start = self.at;
            let name = self.value()?.strip_prefix('"')?.strip_suffix('"')?;
            self.take(b':')?;
            self.blanks();
            let value = self.value()?;
            visit(name, value, self.text.get(start..self.at)?)?;
            if self.take(b',').is_none() {
                return self.take(b'}');
            }
        }
    }

    /// Visits the elements of the list that begins here.
    pub fn elements(&mut self, mut visit: impl FnMut(&'t str) -> Option<()>) -> Option<()> {
        self.take(b'[')?;
        if self.take(b']').is_some() {
            return Some(());
        }
        loop {
            self.blanks();
            visit(self.value()?)?;
            if self.take(b',').is_none() {
                return self.take(b']');
            }
        }
    }

    /// Whether nothing but blanks is left.
    pub fn is_at_end(mut self) -> bool {
        self.blanks();
        self.at == self.text.len()
    }

    /// The value that begins here.
    fn value(&mut self) -> Option<&'t str> {
        let start = self.at;
        match self.peek()? {
            b'"' => self.string()?,
            b'{' | b'[' => self.nested()?,
            _ => {
                while !matches!(self.peek(), None | Some(b',' | b'}' | b']' | b' ' | b'\t' | b'\n' | b'\r')) {
                    self.at += 1;
                }
            }
        }
        self.text.get(start..self.at)
    }

    fn string(&mut self) -> Option<()> {
        loop {
            self.at += 1;
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(());
                }
                // What is escaped is never the end.
                b'\\' => self.at += 1,
                _ => {}
            }
        }
    }

    fn nested(&mut self) -> Option<()> {
        let mut depth = 0_usize;
        loop {
            match self.peek()? {
                b'"' => {
                    self.string()?;
                    continue;
                }
                b'{' | b'[' => depth += 1,
                b'}' | b']' => depth -= 1,
                _ => {}
            }
            self.at += 1;
            if depth == 0 {
                return Some(());
            }
        }
    }
}
