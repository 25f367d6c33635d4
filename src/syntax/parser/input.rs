//! What the parser reads: a slice of significant tokens, made an input of nom.
//!
//! It is `Copy` and carries what a parser must know besides tokens: how deep it stands, which clauses its item has, and
//! what was tried here in vain – so that an optional part which is not there still shows in the next error.

use super::error::Expected;
use super::grammar::ItemGrammar;
use crate::syntax::token::{Token, TokenKind};
use crate::text::Span;
use nom::Needed;
use std::iter::{Copied, Enumerate};
use std::slice::Iter;

/// What does not change while an item is read.
pub struct Item<'a> {
    /// The text that the tokens were cut from.
    pub text: &'a str,
    /// The item's keyword and clauses.
    pub grammar: &'static ItemGrammar,
    /// Where the item ends.
    pub end: Span,
}

/// The tokens left to read in an item. Small, for it is copied at every step and lies on the stack at every level.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    tokens: &'a [Token],
    /// The item that is read.
    pub item: &'a Item<'a>,
    /// What could have stood before the next token and does not.
    pub tried: Expected,
    /// The token read last.
    before: Span,
    /// How many parentheses are open, and what nests like them.
    pub depth: u32,
}

impl<'a> Input<'a> {
    /// The tokens of one item.
    pub fn new(tokens: &'a [Token], item: &'a Item<'a>) -> Input<'a> {
        Input { tokens, item, tried: Expected::NOTHING, before: item.end, depth: 0 }
    }

    /// The next token; [`TokenKind::End`] where none is left.
    pub fn next(self) -> Token {
        self.peek(0)
    }

    /// The token after `ahead` others.
    pub fn peek(self, ahead: usize) -> Token {
        self.tokens.get(ahead).copied().unwrap_or(Token { kind: TokenKind::End, span: self.item.end })
    }

    /// Whether the token after `ahead` others is this word.
    pub fn peeks(self, ahead: usize, word: &str) -> bool {
        let token = self.peek(ahead);
        token.kind == TokenKind::Word && token.text(self.item.text) == word
    }

    /// The text of the next token.
    pub fn next_text(self) -> &'a str {
        self.next().text(self.item.text)
    }

    /// Whether nothing is left.
    pub fn is_at_end(self) -> bool {
        self.tokens.is_empty()
    }

    /// The input behind the next token. What was tried before it is forgotten.
    pub fn advanced(self) -> Input<'a> {
        match self.tokens.split_first() {
            Some((token, tokens)) => Input { tokens, before: token.span, tried: Expected::NOTHING, ..self },
            None => self,
        }
    }

    /// The same with something more that could have stood here.
    pub fn also_tried(self, expected: Expected) -> Input<'a> {
        Input { tried: self.tried | expected, ..self }
    }

    /// The same at another depth.
    pub fn at_depth(self, depth: u32) -> Input<'a> {
        Input { depth, ..self }
    }

    /// The span from the start of another input to the last token read before this one.
    pub fn span_from(self, start: Input<'a>) -> Span {
        start.next().span.to(self.before)
    }

    /// Whether the next token is one of the item's clause keywords and the first word on its line: there a clause starts,
    /// elsewhere such a word may be a name.
    pub fn is_at_clause(self) -> bool {
        self.is_clause_word() && self.next().is_first_on_line(self.item.text)
    }

    /// Whether the next token is one of the item's clause keywords.
    pub fn is_clause_word(self) -> bool {
        self.next().kind == TokenKind::Word && self.item.grammar.clause(self.next_text()).is_some()
    }
}

impl<'a> nom::Input for Input<'a> {
    type Item = Token;
    type Iter = Copied<Iter<'a, Token>>;
    type IterIndices = Enumerate<Self::Iter>;

    fn input_len(&self) -> usize {
        self.tokens.len()
    }

    fn take(&self, index: usize) -> Self {
        Input { tokens: self.tokens.get(..index).unwrap_or(self.tokens), ..*self }
    }

    fn take_from(&self, index: usize) -> Self {
        let taken = index.checked_sub(1).and_then(|last| self.tokens.get(last));
        match (taken, self.tokens.get(index..)) {
            (Some(token), Some(tokens)) => Input { tokens, before: token.span, tried: Expected::NOTHING, ..*self },
            _ => *self,
        }
    }

    fn take_split(&self, index: usize) -> (Self, Self) {
        (self.take_from(index), self.take(index))
    }

    fn position<P: Fn(Token) -> bool>(&self, predicate: P) -> Option<usize> {
        self.tokens.iter().position(|token| predicate(*token))
    }

    fn iter_elements(&self) -> Self::Iter {
        self.tokens.iter().copied()
    }

    fn iter_indices(&self) -> Self::IterIndices {
        self.iter_elements().enumerate()
    }

    fn slice_index(&self, count: usize) -> Result<usize, Needed> {
        if count <= self.tokens.len() { Ok(count) } else { Err(Needed::new(count - self.tokens.len())) }
    }
}
