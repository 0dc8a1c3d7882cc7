namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Brings a graph's nodes into an order in which each stands behind those that it reads from.</summary>
internal static class NodeOrder
{
    /// <param name="protos">The nodes as the file has them.</param>
    /// <param name="given">The values that are there without a node.</param>
    /// <exception cref="InvalidDataException">
    /// Two nodes give the same value, one is given by none, or values go in a circle.
    /// </exception>
    public static IReadOnlyList<OnnxNode> Sort(IReadOnlyList<NodeProto> protos, IEnumerable<string> given)
    {
        OnnxNode[] nodes = [.. protos.Select(proto => new OnnxNode(proto))];
        HashSet<string> known = new(given, StringComparer.Ordinal);
        Dictionary<string, int> producers = new(StringComparer.Ordinal);
        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (string output in nodes[i].Outputs.Where(output => output.Length > 0))
            {
                if (known.Contains(output) || !producers.TryAdd(output, i))
                    throw nodes[i].Misfit($"gives the value '{output}', which something else gives too.");
            }
        }

        // The inputs that a node still waits for, and the nodes that wait for each value.
        int[] missing = new int[nodes.Length];
        List<int>?[] waiting = new List<int>?[nodes.Length];
        for (int i = 0; i < nodes.Length; i++)
        {
            foreach (string input in nodes[i].Inputs.Where(input => input.Length > 0 && !known.Contains(input)))
            {
                if (!producers.TryGetValue(input, out int producer))
                {
                    throw nodes[i].Misfit(
                        $"reads the value '{input}', which neither a node nor an initializer gives: the file is "
                        + "incomplete.");
                }
                missing[i]++;
                (waiting[producer] ??= []).Add(i);
            }
        }
        return InOrder(nodes, missing, waiting);
    }

    private static List<OnnxNode> InOrder(OnnxNode[] nodes, int[] missing, List<int>?[] waiting)
    {
        PriorityQueue<int, int> ready = new(); // the file's order where there is a choice
        for (int i = 0; i < nodes.Length; i++)
        {
            if (missing[i] == 0)
                ready.Enqueue(i, i);
        }
        List<OnnxNode> order = new(nodes.Length);
        while (ready.TryDequeue(out int next, out _))
        {
            order.Add(nodes[next]);
            foreach (int waiter in waiting[next] ?? [])
            {
                if (--missing[waiter] == 0)
                    ready.Enqueue(waiter, waiter);
            }
        }
        return order.Count == nodes.Length
            ? order
            : throw nodes[Array.FindIndex(missing, count => count > 0)].Misfit(
                "waits for its own output: values go in a circle.");
    }
}
