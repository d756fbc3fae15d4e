//! Which texts, assets and icons a template asks for, read from its syntax tree: what no sample reaches
//! is found as well.

use std::collections::{BTreeMap, BTreeSet};

use minijinja::machinery::ast::{BinOpKind, CallArg, Expr, Macro, Stmt};
use minijinja::machinery::parse;
use minijinja::syntax::SyntaxConfig;

/// A file and a line.
pub(super) type Spot = (String, usize);

/// What templates ask for.
#[derive(Default)]
pub(super) struct Uses {
    /// Keys of texts, with the first place that asks for each.
    pub(super) texts: BTreeMap<String, Spot>,
    /// How families of keys begin: `role-` for `t("role-" ~ role)`.
    pub(super) families: BTreeSet<String>,
    /// Every string in a template: a key may be handed on before it is used.
    pub(super) strings: BTreeSet<String>,
    /// Assets.
    pub(super) assets: BTreeMap<String, Spot>,
    /// Icons.
    pub(super) icons: BTreeMap<String, Spot>,
}

impl Uses {
    /// Reads a template. One that cannot be parsed was reported by the loader.
    pub(super) fn read(&mut self, file: &str, source: &str) {
        if let Ok(tree) = parse(source, file, SyntaxConfig::default()) {
            Walk { file, uses: self }.statement(&tree);
        }
    }

    /// Whether some template may ask for the text.
    pub(super) fn has_text(&self, key: &str) -> bool {
        self.texts.contains_key(key)
            || self.strings.contains(key)
            || self.families.iter().any(|family| key.starts_with(family))
    }
}

struct Walk<'u> {
    file: &'u str,
    uses: &'u mut Uses,
}

impl Walk<'_> {
    fn statements(&mut self, statements: &[Stmt]) {
        for statement in statements {
            self.statement(statement);
        }
    }

    fn statement(&mut self, statement: &Stmt) {
        match statement {
            Stmt::Template(it) => self.statements(&it.children),
            Stmt::EmitExpr(it) => self.expression(&it.expr),
            Stmt::ForLoop(it) => {
                self.expression(&it.iter);
                self.maybe(it.filter_expr.as_ref());
                self.statements(&it.body);
                self.statements(&it.else_body);
            }
            Stmt::IfCond(it) => {
                self.expression(&it.expr);
                self.statements(&it.true_body);
                self.statements(&it.false_body);
            }
            Stmt::WithBlock(it) => {
                for (_, value) in &it.assignments {
                    self.expression(value);
                }
                self.statements(&it.body);
            }
            Stmt::Set(it) => self.expression(&it.expr),
            Stmt::SetBlock(it) => {
                self.maybe(it.filter.as_ref());
                self.statements(&it.body);
            }
            Stmt::AutoEscape(it) => self.statements(&it.body),
            Stmt::FilterBlock(it) => {
                self.expression(&it.filter);
                self.statements(&it.body);
            }
            Stmt::Block(it) => self.statements(&it.body),
            Stmt::Macro(it) => self.definition(it),
            Stmt::CallBlock(it) => {
                self.expression(&it.call.expr);
                self.arguments(&it.call.args);
                self.definition(&it.macro_decl);
            }
            Stmt::Do(it) => self.arguments(&it.call.args),
            Stmt::EmitRaw(_)
            | Stmt::Import(_)
            | Stmt::FromImport(_)
            | Stmt::Extends(_)
            | Stmt::Include(_)
            | Stmt::Continue(_)
            | Stmt::Break(_) => {}
        }
    }

    fn definition(&mut self, it: &Macro) {
        it.defaults.iter().for_each(|value| self.expression(value));
        self.statements(&it.body);
    }

    fn maybe(&mut self, expression: Option<&Expr>) {
        if let Some(expression) = expression {
            self.expression(expression);
        }
    }

    fn arguments(&mut self, arguments: &[CallArg]) {
        for argument in arguments {
            let (CallArg::Pos(it)
            | CallArg::Kwarg(_, it)
            | CallArg::PosSplat(it)
            | CallArg::KwargSplat(it)) = argument;
            self.expression(it);
        }
    }

    fn expression(&mut self, expression: &Expr) {
        let line = usize::from(expression.span().start_line);
        match expression {
            Expr::Var(_) => {}
            Expr::Const(it) => {
                self.uses
                    .strings
                    .extend(it.value.as_str().map(str::to_owned));
            }
            Expr::Slice(it) => self.expression(&it.expr),
            Expr::UnaryOp(it) => self.expression(&it.expr),
            Expr::BinOp(it) => {
                self.expression(&it.left);
                self.expression(&it.right);
            }
            Expr::Compare(it) => {
                self.expression(&it.expr);
                it.ops
                    .iter()
                    .for_each(|operand| self.expression(&operand.expr));
            }
            Expr::IfExpr(it) => {
                self.expression(&it.test_expr);
                self.expression(&it.true_expr);
                self.maybe(it.false_expr.as_ref());
            }
            Expr::Filter(it) => {
                if let (true, Some(key)) = (it.name == "t", &it.expr) {
                    self.text(key, line);
                }
                self.maybe(it.expr.as_ref());
                self.arguments(&it.args);
            }
            Expr::Test(it) => {
                self.expression(&it.expr);
                self.arguments(&it.args);
            }
            Expr::GetAttr(it) => self.expression(&it.expr),
            Expr::GetItem(it) => {
                self.expression(&it.expr);
                self.expression(&it.subscript_expr);
            }
            Expr::Call(it) => {
                if let (Expr::Var(function), Some(CallArg::Pos(first))) =
                    (&it.expr, it.args.first())
                {
                    self.call(function.id, first, line);
                }
                self.expression(&it.expr);
                self.arguments(&it.args);
            }
            Expr::List(it) => it.items.iter().for_each(|item| self.expression(item)),
            Expr::Tuple(it) => it.items.iter().for_each(|item| self.expression(item)),
            Expr::Map(it) => it
                .keys
                .iter()
                .chain(&it.values)
                .for_each(|item| self.expression(item)),
        }
    }

    fn call(&mut self, function: &str, first: &Expr, line: usize) {
        let known = match function {
            "t" => return self.text(first, line),
            "asset" => &mut self.uses.assets,
            "icon" => &mut self.uses.icons,
            _ => return,
        };
        for name in strings(first).complete() {
            known
                .entry(name)
                .or_insert_with(|| (self.file.to_owned(), line));
        }
    }

    fn text(&mut self, key: &Expr, line: usize) {
        let found = strings(key);
        self.uses.families.extend(found.beginnings());
        for key in found.complete() {
            let key = key.split('.').next().unwrap_or_default().to_owned();
            self.uses
                .texts
                .entry(key)
                .or_insert_with(|| (self.file.to_owned(), line));
        }
    }
}

/// What an expression may evaluate to: strings, and whether each is the whole of it.
struct Strings(Vec<(String, bool)>);

impl Strings {
    fn complete(&self) -> impl Iterator<Item = String> {
        self.0
            .iter()
            .filter(|(_, whole)| *whole)
            .map(|(text, _)| text.clone())
    }

    fn beginnings(&self) -> impl Iterator<Item = String> {
        self.0
            .iter()
            .filter(|(text, whole)| !whole && !text.is_empty())
            .map(|(text, _)| text.clone())
    }
}

fn strings(expression: &Expr) -> Strings {
    match expression {
        Expr::Const(it) => Strings(
            it.value
                .as_str()
                .map(|text| (text.to_owned(), true))
                .into_iter()
                .collect(),
        ),
        Expr::IfExpr(it) => {
            let mut all = strings(&it.true_expr).0;
            all.extend(it.false_expr.iter().flat_map(|other| strings(other).0));
            Strings(all)
        }
        Expr::BinOp(it) if matches!(it.op, BinOpKind::Concat) => {
            let right = strings(&it.right).0;
            let mut all = Vec::new();
            for (left, whole) in strings(&it.left).0 {
                if whole {
                    all.extend(
                        right
                            .iter()
                            .map(|(right, whole)| (format!("{left}{right}"), *whole)),
                    );
                } else {
                    all.push((left, false));
                }
            }
            Strings(all)
        }
        _ => Strings(vec![(String::new(), false)]),
    }
}
