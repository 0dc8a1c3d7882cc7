namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Combines steps of chains into the layers of blocks.</summary>
internal sealed class StepReader(IReadOnlyList<ChainStep> steps)
{
    private int _next;

    public ChainStep? Peek => _next < steps.Count ? steps[_next] : null;

    /// <summary>Whether a step of a kind is still to come.</summary>
    public bool IsFollowedBy<T>()
        where T : ChainStep => steps.Skip(_next).Any(step => step is T);

    public bool IsAtEnd => _next == steps.Count;

    /// <summary>The next step if it is of a kind; null else.</summary>
    public T? Try<T>()
        where T : ChainStep
    {
        if (Peek is not T step)
            return null;
        _next++;
        return step;
    }

    /// <summary>The next step, which must be of a kind.</summary>
    /// <param name="expected">For the message.</param>
    /// <param name="after">The node after which it should be.</param>
    public T Take<T>(string expected, OnnxNode after)
        where T : ChainStep => Try<T>() ?? throw Unexpected(expected, after);

    public InvalidDataException Unexpected(string expected, OnnxNode after) => Peek is { } step
        ? GraphWalk.Unexpected(step.Node, expected)
        : after.Misfit($"should be followed by {expected}.");

    /// <summary>A convolution with the normalization behind it, if there is one.</summary>
    public MatchedUnit? TryUnit() => Try<ConvolutionStep>() is { } convolution
        ? new(convolution.Layer, Try<NormalizationStep>()?.Layer)
        : null;
}
