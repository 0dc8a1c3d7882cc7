namespace Microsoft.ML.ResNet.Onnx;

/// <summary>An ONNX file that contains only the preprocessing of images.</summary>
internal static class OnnxPreprocessing
{
    /// <summary>The normalization that it computes.</summary>
    /// <exception cref="InvalidDataException">It is no ONNX file, or computes something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ResNetPixelNormalization Read(string path)
    {
        try
        {
            ModelProto model = OnnxFile.Read(path);
            GraphWalk walk = new(new ImportedGraph(model.Graph, new ExternalFiles(path)));
            MatchedInput input = new InputReading(walk).Read();
            if (walk.Graph.Nodes.FirstOrDefault(node => !walk.IsTaken(node)) is { } other)
                throw other.Misfit("does something else than normalise images.");
            return InputNormalization.Of(input, input.Scale is { Length: 1 } ? 1 : 3)
                ?? throw new InvalidDataException("It does not normalise images.");
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"'{path}' is no ONNX file of a preprocessing. {e.Message}", e);
        }
    }
}
