//! The functions of expressions.

/// Where a function may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    /// As a condition.
    Test,
    /// As an operand of a comparison, or of itself: that is an error of another kind.
    Size,
    /// In the value of a SET.
    Value,
}

/// Returns where the function of this name may be, if there is one. Names have no upper case.
pub(super) fn role_of(name: &str) -> Option<Role> {
    FUNCTIONS.iter().find(|function| function.0 == name).map(|function| function.1)
}

/// Returns how many operands the function of this name has.
pub fn operands_of(name: &str) -> usize {
    FUNCTIONS.iter().find(|function| function.0 == name).map_or(0, |function| function.2)
}

/// Name, role, and number of operands.
const FUNCTIONS: [(&str, Role, usize); 8] = [
    ("attribute_exists", Role::Test, 1),
    ("attribute_not_exists", Role::Test, 1),
    ("attribute_type", Role::Test, 2),
    ("begins_with", Role::Test, 2),
    ("contains", Role::Test, 2),
    ("size", Role::Size, 1),
    ("if_not_exists", Role::Value, 2),
    ("list_append", Role::Value, 2),
];
