namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Reads a block: two paths from its input to their sum.</summary>
internal sealed class BlockReading(GraphWalk walk)
{
    private const string Sum = "the Add that ends the block";

    private readonly ChainReading _chains = new(walk);
    private readonly ShortcutReading _shortcuts = new(walk);

    private sealed record Branch(IReadOnlyList<ChainStep> Steps, string Value, OnnxNode Sum);

    /// <summary>A block with a ReLU behind its sum.</summary>
    /// <param name="x">Input of the paths; on return, the block's output.</param>
    public MatchedBlock Read(ref string x)
    {
        MatchedBlock block = ReadSum(x, identity: null, preactivation: null, out string sum);
        x = walk.TakeOnly(sum, "Relu", "behind the sum of a block");
        return block;
    }

    /// <summary>A block without one, whose paths start behind a normalization and a ReLU.</summary>
    /// <param name="preactivation">These.</param>
    /// <param name="activated">Their output.</param>
    /// <param name="x">Their input; on return, the block's output.</param>
    public MatchedBlock Read(MatchedPreactivation preactivation, string activated, ref string x)
    {
        string input = x;
        OnnxNode? identity = walk.Graph.Readers(x).FirstOrDefault(walk.IsSum);
        return ReadSum(activated, identity is null ? null : (identity, input), preactivation, out x);
    }

    private MatchedBlock ReadSum(
        string x, (OnnxNode Sum, string Value)? identity, MatchedPreactivation? preactivation, out string result)
    {
        List<Branch> branches = [.. walk.Graph.Readers(x).Select(reader => Follow(x, reader))];
        if (identity is var (end, value))
            branches.Add(new([], value, end));
        if (branches.Count != 2)
            throw walk.NotOne(x, "one block of two paths");
        bool firstIsLonger = Convolutions(branches[0]) > Convolutions(branches[1]);
        (Branch main, Branch shortcut) = firstIsLonger ? (branches[0], branches[1]) : (branches[1], branches[0]);
        OnnxNode sum = main.Sum;
        if (Convolutions(main) < 2 || Convolutions(shortcut) > 1)
        {
            throw sum.Misfit(
                $"adds paths of {Convolutions(main)} and {Convolutions(shortcut)} convolutions; a block has a path "
                + "of two or three, and one of one or none.");
        }
        if (shortcut.Sum != sum)
            throw shortcut.Sum.Misfit($"and {sum} end two paths of one block, which must end in one sum.");
        result = walk.TakeAny(sum);
        (List<MatchedUnit> units, MatchedExcitation? excitation) = Units(main);
        return new(units, _shortcuts.Read(shortcut.Steps, sum), excitation, preactivation);
    }

    private static int Convolutions(Branch branch) => branch.Steps.Count(step => step is ConvolutionStep);

    private Branch Follow(string x, OnnxNode first)
    {
        if (walk.IsSum(first))
            return new([], x, first);
        Chain chain = _chains.Read(x, first, isShortcut: true);
        OnnxNode end = chain.Steps.Count == 0 ? first : walk.Next(chain.Value, Sum);
        return walk.IsSum(end) ? new(chain.Steps, chain.Value, end) : throw GraphWalk.Unexpected(end, Sum);
    }

    // Convolutions with a ReLU between any two of them.
    private static (List<MatchedUnit> Units, MatchedExcitation? Excitation) Units(Branch branch)
    {
        StepReader reader = new(branch.Steps);
        List<MatchedUnit> units = [];
        OnnxNode last = branch.Steps[0].Node;
        while (true)
        {
            units.Add(reader.TryUnit() ?? throw reader.Unexpected("a convolution", last));
            last = units[^1].Node;
            if (reader.Try<ReluStep>() is null)
                break;
        }
        MatchedExcitation? excitation = reader.Try<ExcitationStep>()?.Layer;
        return reader.IsAtEnd ? (units, excitation) : throw reader.Unexpected(Sum, last);
    }
}
