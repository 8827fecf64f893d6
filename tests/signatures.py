"""Signatures of functions as the budgets see them: parameters, decorations, and bundles without a name."""

import ast

Function = ast.FunctionDef | ast.AsyncFunctionDef


def parameters(node: Function) -> list[str]:
    """The names of what a function takes."""
    named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
    return [each.arg for each in named if each.arg not in ("self", "cls")]


def decorations(node: Function) -> set[str]:
    """What a function is decorated with, without the decorator's arguments."""
    return {ast.unparse(each.func if isinstance(each, ast.Call) else each) for each in node.decorator_list}


def bundled(node: Function, aliases: set[str]) -> list[str]:
    """The parameters that are bundles."""
    taken = [each for each in ast.walk(node.args) if isinstance(each, ast.arg)]
    return [each.arg for each in taken if each.annotation and is_bundle(each.annotation, *aliases)]


def is_bundle(annotation: ast.expr, *aliases: str) -> bool:
    """Whether a type is `tuple[A, B]`, the name of one, or may be one."""
    if isinstance(annotation, ast.BinOp):
        return is_bundle(annotation.left, *aliases) or is_bundle(annotation.right, *aliases)
    if isinstance(annotation, ast.Subscript) and ast.unparse(annotation.value) == "tuple":
        kinds = annotation.slice.elts if isinstance(annotation.slice, ast.Tuple) else [annotation.slice]
        return not any(ast.unparse(each) == "..." for each in kinds)
    return ast.unparse(annotation) in aliases
