

# The network, with kernels [inputs, units] as in Keras, so that z = x · kernel + bias.

class Network(torch.nn.Module):
    def __init__(self, weights):
        super().__init__()
        for i, layer in enumerate(LAYERS, 1):
            for name in ("kernel", "bias") if layer.bias else ("kernel",):
                array = torch.tensor(weights[f"layer{i}_{name}"], dtype=DTYPE)
                self.register_parameter(f"layer{i}_{name}", torch.nn.Parameter(array))

    def forward(self, x):
        """What the last layer sums up, its activation, and the penalty of the kernels."""
        penalty = x.new_zeros(())
        for i, layer in enumerate(LAYERS, 1):
            kernel = getattr(self, f"layer{i}_kernel")
            z = x @ kernel
            if layer.bias:
                z = z + getattr(self, f"layer{i}_bias")
            x = layer.activation(z)
            x = F.dropout(x, layer.dropout, self.training) if layer.dropout else x
            penalty = penalty + layer.l1 * kernel.abs().sum() + layer.l2 * (kernel ** 2).sum()
        return z, x, penalty


class Trainer:
    def __init__(self, network):
        self.network = network
        self.ranks = dist.get_world_size() if dist.is_initialized() else 1
        self.rank = dist.get_rank() if dist.is_initialized() else 0
        self.module = torch.nn.parallel.DistributedDataParallel(network) if self.ranks > 1 \
            else network
        self.states = {name: {} for name, _ in network.named_parameters()}
        self.t = 0

    def step(self, x, y):
        """One update by a batch, of which every process takes its rows. Gradients are averaged
        over processes: each weighs its own so that the mean is that of the batch."""
        self.module.train()
        z, a, penalty = self.module(x[self.rank::self.ranks])
        losses = loss_of_rows(z, a, y[self.rank::self.ranks])
        loss = losses.sum() * self.ranks / len(x) + penalty
        self.network.zero_grad()
        loss.backward()
        self.update()
        loss = loss.detach()
        if self.ranks > 1:
            dist.all_reduce(loss)
        return loss.item() / self.ranks

    @torch.no_grad()
    def update(self):
        rate = learning_rate(self.t)
        self.t += 1
        for name, w in self.network.named_parameters():
            g = w.grad
            if CLIPNORM and g.norm() > CLIPNORM:
                g = g * (CLIPNORM / g.norm())
            change = change_of(w, g, self.states[name], rate, self.t)
            if name in LOCKED:
                bits = np.unpackbits(np.frombuffer(bytes.fromhex(LOCKED[name]), np.uint8))
                locked = bits[:w.numel()].reshape(w.shape) == 1
                change = torch.where(torch.tensor(locked), torch.zeros_like(change), change)
            w -= change

    @torch.no_grad()
    def loss(self, x, y):
        self.network.eval()
        z, a, penalty = self.network(x)
        return (loss_of_rows(z, a, y).mean() + penalty).item()


class Best:
    """When to stop early, and the weights to go back to."""
    def __init__(self, network):
        self.network, self.loss, self.waited, self.weights = network, math.inf, 0, None

    def says_stop(self, loss):
        if EARLY_STOPPING is None:
            return False
        self.waited += 1
        if loss < self.loss - EARLY_STOPPING["min_delta"]:
            self.loss, self.waited = loss, 0
            self.weights = {name: w.clone() for name, w in self.network.state_dict().items()}
        stop = self.waited > 0 and self.waited >= EARLY_STOPPING["patience"]
        if stop and EARLY_STOPPING["restore_best_weights"] and self.weights:
            self.network.load_state_dict(self.weights)
        return stop


def train(network, x, y, rows, held_out, epochs):
    trainer = Trainer(network)
    best = Best(network)
    for epoch in range(epochs):
        total = 0.0
        for batch in batches(rows, epoch):
            total += trainer.step(x[batch], y[batch]) * len(batch)
        loss = total / len(rows)
        validation = trainer.loss(x[held_out], y[held_out]) if held_out else None
        if trainer.rank == 0:
            print(f"epoch {epoch + 1}: loss {loss:.6g}"
                  + (f", validation loss {validation:.6g}" if held_out else ""), flush=True)
        if best.says_stop(validation if held_out else loss):
            break
    return trainer.rank


def main(argv=None):
    options = arguments().parse_args(argv)
    network = Network(np.load(options.weights))
    rows = read_rows(options.data)
    x = encode(rows, INPUTS)
    if options.predict:
        with torch.no_grad():
            _, a, _ = network.eval()(torch.tensor(x, dtype=DTYPE))
        write_predictions(decode(a.numpy().astype(float)))
        return
    y = encode(rows, OUTPUTS)
    training, held_out = split(~np.isnan(np.hstack([x, y])).any(axis=1))
    if "WORLD_SIZE" in os.environ:
        dist.init_process_group("gloo")
    torch.manual_seed(SEED + (dist.get_rank() if dist.is_initialized() else 0))
    rank = train(network, torch.tensor(x, dtype=DTYPE), torch.tensor(y, dtype=DTYPE), training,
                 held_out, options.epochs)
    if rank == 0:
        np.savez(options.output, **{name: w.detach().numpy().astype(float)
                                    for name, w in network.named_parameters()})
        print(f"the weights are in {options.output}: chainrule import P --weights FILE --output P2")
    if dist.is_initialized():
        dist.destroy_process_group()


if __name__ == "__main__":
    main()
