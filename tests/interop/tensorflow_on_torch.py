"""The part of TensorFlow 2 that the program's code uses, on PyTorch, for where TensorFlow is not
installed. Names, arguments and meaning are TensorFlow's; the arithmetic is PyTorch's.

SPDX-License-Identifier: MIT
"""
import types

import torch

float64 = torch.float64


class Tensor:
    def __init__(self, value):
        self.value = value

    def numpy(self):
        return self.value.detach().numpy()

    def __neg__(self):
        return Tensor(-self.value)

    def __float__(self):
        return float(self.value)

    def __getitem__(self, index):
        return Tensor(self.value[index])

    def __add__(self, other):
        return Tensor(self.value + unwrap(other))

    def __radd__(self, other):
        return Tensor(unwrap(other) + self.value)

    def __sub__(self, other):
        return Tensor(self.value - unwrap(other))

    def __rsub__(self, other):
        return Tensor(unwrap(other) - self.value)

    def __mul__(self, other):
        return Tensor(self.value * unwrap(other))

    def __rmul__(self, other):
        return Tensor(unwrap(other) * self.value)

    def __truediv__(self, other):
        return Tensor(self.value / unwrap(other))

    def __rtruediv__(self, other):
        return Tensor(unwrap(other) / self.value)

    def __pow__(self, other):
        return Tensor(self.value ** unwrap(other))

    def __rpow__(self, other):
        return Tensor(unwrap(other) ** self.value)


class _Variable(Tensor):
    def _set(self, value):
        if value.shape != self.value.shape:
            raise ValueError(f"a variable of shape {self.value.shape} cannot take {value.shape}")
        self.value = value.detach().clone().requires_grad_()
        return self

    def assign(self, other):
        return self._set(unwrap(other))

    def assign_add(self, other):
        return self._set(self.value + unwrap(other))

    def assign_sub(self, other):
        return self._set(self.value - unwrap(other))


def unwrap(value):
    return value.value if isinstance(value, Tensor) else value


def constant(value, dtype):
    return Tensor(torch.tensor(value, dtype=dtype))


def zeros(shape, dtype):
    return Tensor(torch.zeros(shape, dtype=dtype))


def ones(shape, dtype):
    return Tensor(torch.ones(shape, dtype=dtype))


def function(f):
    return f


def Variable(value, dtype):
    return _Variable(torch.tensor(value, dtype=dtype, requires_grad=True))


class GradientTape:
    def __init__(self, persistent=False):
        self.persistent = persistent

    def __enter__(self):
        return self

    def __exit__(self, *_):
        return False

    def gradient(self, target, source):
        sources = source if isinstance(source, list) else [source]
        found = torch.autograd.grad(target.value.sum(), [s.value for s in sources],
                                    retain_graph=self.persistent)
        found = [Tensor(gradient) for gradient in found]
        return found if isinstance(source, list) else found[0]


def _of(function):
    return lambda x, **options: Tensor(function(unwrap(x), **options))


def _leaky_relu(x, alpha):
    return torch.nn.functional.leaky_relu(x, alpha)


def _elu(x, alpha):
    return torch.nn.functional.elu(x, alpha)


def _gelu(x, approximate):
    assert not approximate
    return torch.nn.functional.gelu(x)


def _huber(y, a, delta):
    e = unwrap(a) - unwrap(y)
    part = torch.where(e.abs() <= delta, e * e / 2, delta * e.abs() - delta * delta / 2)
    return Tensor(part.mean(dim=1))


def _sigmoid_loss(labels, logits):
    return Tensor(torch.nn.functional.binary_cross_entropy_with_logits(
        unwrap(logits), unwrap(labels), reduction="none"))


def _softmax_loss(labels, logits):
    return Tensor(-(unwrap(labels) * torch.log_softmax(unwrap(logits), dim=1)).sum(dim=1))


def clip_by_norm(x, most):
    norm = unwrap(x).norm()
    return Tensor(unwrap(x) * (most / norm if norm > most else 1))


def matmul(a, b):
    return Tensor(unwrap(a) @ unwrap(b))


def maximum(x, y):
    return Tensor(torch.maximum(*torch.broadcast_tensors(_float64(x), _float64(y))))


def minimum(x, y):
    return Tensor(torch.minimum(*torch.broadcast_tensors(_float64(x), _float64(y))))


def _float64(x):
    return torch.as_tensor(unwrap(x), dtype=float64)


def _reduce(whole, along):
    def reduce(x, axis=None, keepdims=False):
        if axis is None:
            return Tensor(whole(unwrap(x)))
        return Tensor(along(unwrap(x), dim=axis, keepdim=keepdims))
    return reduce


identity = _of(lambda x: x.clone())
square = _of(torch.square)
sqrt = _of(torch.sqrt)
abs = _of(torch.abs)
tanh = _of(torch.tanh)
sigmoid = _of(torch.sigmoid)
exp = _of(torch.exp)
sin = _of(torch.sin)
cos = _of(torch.cos)
transpose = _of(lambda x: x.T)
reduce_sum = _reduce(torch.sum, torch.sum)
reduce_mean = _reduce(torch.mean, torch.mean)
reduce_max = _reduce(torch.amax, torch.amax)
reduce_min = _reduce(torch.amin, torch.amin)
math = types.SimpleNamespace(log=_of(torch.log))


def reshape(x, shape):
    return Tensor(unwrap(x).reshape(shape))


nn = types.SimpleNamespace(
    relu=_of(torch.relu), leaky_relu=_of(_leaky_relu), selu=_of(torch.selu),
    softplus=_of(torch.nn.functional.softplus), softsign=_of(torch.nn.functional.softsign),
    silu=_of(torch.nn.functional.silu), gelu=_of(_gelu),
    softmax=_of(lambda x: torch.softmax(x, dim=1)),
    sigmoid_cross_entropy_with_logits=_sigmoid_loss,
    softmax_cross_entropy_with_logits=_softmax_loss)
keras = types.SimpleNamespace(
    activations=types.SimpleNamespace(elu=_of(_elu)),
    losses=types.SimpleNamespace(huber=_huber))
