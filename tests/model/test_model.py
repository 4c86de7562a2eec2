"""The model: what its classes promise, and that they are those of the API's specification."""

import ast
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from types import GenericAlias, ModuleType
from typing import Any, get_type_hints

import attrs
import pytest
import yaml
from tests.conftest import REGISTRY

from trialtext import Study, model
from trialtext.model.base import ApiObject, json_name
from trialtext.model.enums import Phase
from trialtext.model.protocol import Contact, ContactsLocationsModule, DesignModule, Sponsor

SPECIFICATION = REGISTRY / "schema" / "ctgov-api-v2.0.5.openapi.yaml"
MODULES = [import_module(f"{model.__name__}.{info.name}") for info in iter_modules(model.__path__)]


def defined(kind: type) -> dict[str, Any]:
    """Return the classes of a kind that the model's modules define."""
    return {
        name: value
        for module in MODULES
        for name, value in vars(module).items()
        if isinstance(value, type)
        and issubclass(value, kind)
        and value.__module__ == module.__name__
    }


def specified() -> dict[str, Any]:
    """Return the schemas that a study is made of; none without the specification."""
    if not SPECIFICATION.exists():
        return {}
    schemas = yaml.safe_load(SPECIFICATION.read_text("utf-8"))["components"]["schemas"]
    found: dict[str, Any] = {}
    todo = ["Study"]
    while todo:
        name = todo.pop()
        if name not in found:
            found[name] = schemas[name]
            todo += references(schemas[name])
    return found


def references(schema: Any) -> list[str]:
    if isinstance(schema, list):
        return [name for item in schema for name in references(item)]
    if not isinstance(schema, dict):
        return []
    own = [schema["$ref"].rpartition("/")[2]] if "$ref" in schema else []
    return own + references(list(schema.values()))


CLASSES: dict[str, type[ApiObject]] = defined(ApiObject)
ENUMS: dict[str, type[StrEnum]] = defined(StrEnum)
SCHEMAS = specified()
OBJECTS = {name: schema for name, schema in SCHEMAS.items() if schema["type"] == "object"}
CODES = {name: schema["enum"] for name, schema in SCHEMAS.items() if "enum" in schema}

each_module = pytest.mark.parametrize(
    "module", MODULES, ids=[module.__name__.rpartition(".")[2] for module in MODULES]
)
needs_specification = pytest.mark.skipif(not SCHEMAS, reason=f"no {SPECIFICATION}")


def python_type(schema: dict[str, Any]) -> Any:
    """Return the annotation that belongs to a property of the specification."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return CLASSES.get(name) or ENUMS.get(name) or str
    if schema["type"] == "array":
        return GenericAlias(tuple, (python_type(schema["items"]), ...))
    return {"string": str, "integer": int, "number": float, "boolean": bool}[schema["type"]]


def documented(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


# ---- Classes


def test_an_object_can_be_made_of_nothing() -> None:
    assert {name: repr(cls()) for name, cls in CLASSES.items()} == {n: f"{n}()" for n in CLASSES}


def test_an_object_is_frozen() -> None:
    for cls in CLASSES.values():
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(cls(), attrs.fields(cls)[-1].name, None)


def test_an_object_has_slots_only() -> None:
    assert [name for name, cls in CLASSES.items() if hasattr(cls(), "__dict__")] == []


def test_an_object_takes_keywords_only() -> None:
    makers: list[Any] = list(CLASSES.values())
    for make in makers:
        with pytest.raises(TypeError):
            make("NCT99900000")


def test_equal_objects_have_equal_hashes() -> None:
    assert [name for name, cls in CLASSES.items() if {cls(), cls()} != {cls()}] == []


def test_what_is_absent_is_none_or_an_empty_tuple() -> None:
    absent = {
        f"{name}.{field.name}": getattr(cls(), field.name)
        for name, cls in CLASSES.items()
        for field in attrs.fields(cls)
    }
    assert {name: value for name, value in absent.items() if value not in (None, ())} == {}


def test_objects_are_equal_by_their_values() -> None:
    assert Sponsor(name="Orchard Lane Clinic") == Sponsor(name="Orchard Lane Clinic")


def test_objects_of_different_values_are_not_equal() -> None:
    assert Sponsor(name="Orchard Lane Clinic") != Sponsor(name="Mill Street Clinic")


def test_objects_of_different_classes_are_not_equal() -> None:
    one: ApiObject = Sponsor(name="Ada Quill")
    assert one != Contact(name="Ada Quill")


def test_objects_that_differ_in_what_is_extra_are_not_equal() -> None:
    assert Sponsor(extra={"mood": "fine"}) != Sponsor()


def test_an_object_with_extra_fields_is_hashable() -> None:
    assert len({Sponsor(extra={"mood": ["fine"]}), Sponsor(extra={"mood": ["fine"]})}) == 1


def test_an_object_inside_others_is_part_of_their_hash() -> None:
    names = ("Ada Quill", "Ben Reed", "Ada Quill")
    modules = {ContactsLocationsModule(central_contacts=(Contact(name=name),)) for name in names}
    assert len(modules) == 2


def test_a_repr_shows_only_what_is_present() -> None:
    contact = Contact(name="Ada Quill", phone="555-0100")
    assert repr(contact) == "Contact(name='Ada Quill', phone='555-0100')"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Study(has_results=False), "Study(has_results=False)"),
        (Sponsor(name=""), "Sponsor(name='')"),
        (
            DesignModule(n_ptrs_to_this_exp_acc_nct_id=0),
            "DesignModule(n_ptrs_to_this_exp_acc_nct_id=0)",
        ),
        (Sponsor(extra={"mood": 1}), "Sponsor(extra={'mood': 1})"),
        (DesignModule(phases=(Phase.NA,)), "DesignModule(phases=(<Phase.NA: 'NA'>,))"),
    ],
    ids=repr,
)
def test_a_repr_shows_all_that_is_present(value: ApiObject, expected: str) -> None:
    assert repr(value) == expected


# ---- Documentation


@each_module
def test_a_module_has_a_docstring(module: ModuleType) -> None:
    assert module.__doc__


@each_module
def test_every_class_has_a_docstring(module: ModuleType) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    assert classes
    assert [node.name for node in classes if not ast.get_docstring(node)] == []


@each_module
def test_every_field_has_a_docstring(module: ModuleType) -> None:
    tree = ast.parse(Path(str(module.__file__)).read_text("utf-8"))
    undocumented = [
        f"{node.name}.{ast.unparse(statement.target)}"
        for node in tree.body
        if isinstance(node, ast.ClassDef)
        for statement, after in zip(node.body, [*node.body[1:], ast.Pass()], strict=True)
        if isinstance(statement, ast.AnnAssign)
        and not ast.unparse(statement.annotation).startswith("ClassVar")
        and not documented(after)
    ]
    assert undocumented == []


# ---- The specification


@needs_specification
def test_classes_have_the_fields_of_the_specification() -> None:
    own = {
        name: {json_name(field.name) for field in attrs.fields(CLASSES[name])} - {"extra"}
        for name in OBJECTS
    }
    assert own == {name: set(schema["properties"]) for name, schema in OBJECTS.items()}


@needs_specification
def test_fields_have_the_types_of_the_specification() -> None:
    own, expected = {}, {}
    for name, schema in OBJECTS.items():
        hints = get_type_hints(CLASSES[name], localns=CLASSES)
        types = {json_name(field.name): hints[field.name] for field in attrs.fields(CLASSES[name])}
        for key, inner in schema["properties"].items():
            kind = python_type(inner)
            own[name, key] = types[key]
            expected[name, key] = kind if inner.get("type") == "array" else kind | None
    assert own == expected


@needs_specification
def test_enums_have_the_values_of_the_specification() -> None:
    assert {name: [member.value for member in ENUMS[name]] for name in CODES} == CODES


def test_a_member_of_an_enum_is_named_as_its_value() -> None:
    members = [member for enum in ENUMS.values() for member in enum]
    assert [member for member in members if member.name != member.value] == []


@needs_specification
def test_there_are_no_other_classes_than_the_specification_s() -> None:
    assert CLASSES.keys() - {"ApiObject"} == OBJECTS.keys()


@needs_specification
def test_there_are_no_other_enums_than_the_specification_s() -> None:
    assert ENUMS.keys() == CODES.keys()


def test_the_package_offers_every_class() -> None:
    assert {name: getattr(model, name) for name in (*CLASSES, *ENUMS)} == CLASSES | ENUMS


def test_the_package_offers_nothing_that_is_not_there() -> None:
    with pytest.raises(AttributeError):
        _ = model.Horoscope
