//! Where the lines of an item may start: its clauses, and of each clause the parts that stand on lines of their own.

use super::format::Words;
use super::tree::{
    Condition, ConditionKind, Declaration, Item, ItemKind, Promise, Rule, RuleClause, TestAction, TreatAction,
};
use crate::{ordered::Sort, text::Span};
use std::ops::Range;

/// The columns by which clauses are indented.
const CLAUSE: usize = 2;

/// A line: the token it starts with and how far it is indented.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    /// The number of its first token.
    pub start: usize,
    /// The columns before it.
    pub indent: usize,
    /// The columns before what does not fit on it.
    pub continuation: usize,
}

/// A clause, or an item's head: its tokens and the lines on which its parts stand.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its tokens.
    pub range: Range<usize>,
    /// Its lines, the first of which starts with its first token.
    pub lines: Vec<Line>,
    /// Whether all of it may stand on one line.
    pub may_join: bool,
}

/// The head and the clauses of an item whose tokens are in a range.
pub fn clauses(item: &Item, range: Range<usize>, words: &Words<'_>) -> Vec<Part> {
    let mut parts = Parts { words, parts: Vec::new(), end: range.end };
    parts.start(range.start, 0, 4);
    match &item.node {
        ItemKind::Declaration(declaration) => parts.declaration(declaration),
        ItemKind::Define(define) => {
            parts.start(words.at(define.condition.span.start), CLAUSE, CLAUSE + 2);
            parts.operators(&define.condition, CLAUSE, None);
        }
        ItemKind::Rule(rule) => parts.rule(rule),
        ItemKind::Case(case) => {
            parts.keywords(case.given.iter().map(|given| given.span), "given");
            parts.keywords(case.expectations.iter().map(|expectation| expectation.span), "expect");
        }
        ItemKind::Promise(promise) => parts.promise(promise, range.end),
        ItemKind::Withdraw(withdraw) => {
            parts.keywords(withdraw.because.iter().map(|text| text.span), "because");
            parts.keywords(withdraw.citations.iter().map(|citation| citation.source.span), "cite");
        }
        ItemKind::Broken => {}
    }
    parts.finish()
}

struct Parts<'w, 'a> {
    words: &'w Words<'a>,
    parts: Vec<Part>,
    end: usize,
}

impl Parts<'_, '_> {
    /// A new part at a token.
    fn start(&mut self, token: usize, indent: usize, continuation: usize) {
        let lines = vec![Line { start: token, indent, continuation }];
        self.parts.push(Part { range: token..self.end, lines, may_join: true });
    }

    /// A new line in the part that was started last.
    fn line(&mut self, token: usize, indent: usize, continuation: usize) {
        if let Some(part) = self.parts.last_mut().filter(|part| token < part.range.end) {
            part.lines.push(Line { start: token, indent, continuation });
        }
    }

    /// The parts in the order of the text, each ending where the next starts.
    fn finish(mut self) -> Vec<Part> {
        self.parts.order_by_key(|part| part.range.start);
        let mut end = self.end;
        for part in self.parts.iter_mut().rev() {
            part.range.end = end;
            end = part.range.start;
        }
        self.parts
    }

    fn declaration(&mut self, declaration: &Declaration) {
        for clause in &declaration.clauses {
            // The members of a group stand behind its name.
            let start = self.words.at(clause.span.start);
            if self.words.0[start].text != "=" {
                self.start(start, CLAUSE, CLAUSE + 2);
            }
        }
    }

    fn rule(&mut self, rule: &Rule) {
        for clause in &rule.clauses {
            self.start(self.words.at(clause.span.start), CLAUSE, CLAUSE + 2);
            // The tokens of the clause itself end here, whatever follows.
            let end = self.words.at(clause.span.end);
            if let Some(part) = self.parts.last_mut() {
                part.range.end = end;
            }
            match &clause.node {
                RuleClause::When(condition) => self.operators(condition, CLAUSE, Some("when")),
                RuleClause::Unless(condition) => self.operators(condition, CLAUSE, Some("unless")),
                RuleClause::Test(test) => self.test(test),
                RuleClause::Treat(treat) => self.treat(treat),
                _ => {}
            }
        }
    }

    /// `by …`, `on …`, `before …` go on the next line together.
    fn test(&mut self, test: &TestAction) {
        if let Some(line) = self.parts.last_mut().and_then(|part| part.lines.last_mut()) {
            line.continuation = CLAUSE + 4;
        }
        if let Some(last) = test.biomarkers.last() {
            self.line(self.words.at(last.span.end), CLAUSE + 2, CLAUSE + 4);
        }
    }

    /// `approved …` always has a line of its own.
    fn treat(&mut self, treat: &TreatAction) {
        if let Some(first) = treat.approvals.first() {
            self.line(self.words.at(first.span.start) - 1, CLAUSE + 2, CLAUSE + 4);
            if let Some(part) = self.parts.last_mut() {
                part.may_join = false;
            }
        }
    }

    /// The operands of a condition stand below each other, `and` and `or` ending where the keyword ends.
    fn operators(&mut self, condition: &Condition, indent: usize, keyword: Option<&str>) {
        let (operands, operator) = match &condition.node {
            ConditionKind::And(operands) => (operands.as_slice(), "and"),
            ConditionKind::Or(operands) => (operands.as_slice(), "or"),
            _ => (&[][..], ""),
        };
        let indent = indent + keyword.map_or(0, |keyword| keyword.len() - operator.len());
        let continuation = indent + operator.len() + 2;
        for operand in operands.iter().skip(1) {
            self.line(self.words.at(operand.span.start) - 1, indent, continuation);
        }
        if let Some(keyword) = keyword
            && let Some(line) = self.parts.last_mut().and_then(|part| part.lines.first_mut())
        {
            line.continuation = CLAUSE + keyword.len() + 2;
        }
    }

    /// `when … then …` on one line where it fits, otherwise on two or more; `given …` before it.
    fn promise(&mut self, promise: &Promise, end: usize) {
        self.keywords(promise.given.iter().map(|given| given.span), "given");
        let when = self.words.at(promise.condition.span.start) - 1;
        let then = promise.expectations.first().map_or(end, |first| self.words.at(first.span.start) - 1);
        self.start(when, CLAUSE, CLAUSE + 2);
        self.operators(&promise.condition, CLAUSE, Some("when"));
        self.line(then, CLAUSE, CLAUSE + 2);
    }

    /// Clauses that the tree does not keep as such: each starts with its keyword before some of these places.
    fn keywords(&mut self, places: impl Iterator<Item = Span>, keyword: &str) {
        for place in places {
            let before = self.words.at(place.start).saturating_sub(1);
            if self.words.0[before].text == keyword {
                self.start(before, CLAUSE, CLAUSE + 2);
            }
        }
    }
}
