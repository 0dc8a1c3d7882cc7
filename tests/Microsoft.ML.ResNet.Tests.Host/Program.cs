using System.Runtime.InteropServices;
using Microsoft.ML;

// MODEL OUTPUT IMAGE...: writes the scores of the image files as floats, then the predicted classes as lines of text.
var context = new MLContext();
ITransformer model = context.Model.Load(args[0], out _);
IDataView data = context.Data.LoadFromEnumerable(args[2..].Select(file => new Row { Image = File.ReadAllBytes(file) }));
Result[] results = [.. context.Data.CreateEnumerable<Result>(model.Transform(data), reuseRowObject: false)];

using FileStream output = File.Create(args[1]);
foreach (Result result in results)
    output.Write(MemoryMarshal.AsBytes(result.Score.AsSpan()));
foreach (Result result in results)
    Console.WriteLine(result.Predicted);

internal sealed class Row
{
    public byte[] Image { get; set; } = [];

    // The pipeline's first step maps it; what is in it does not matter for scoring.
    public string Label { get; set; } = "";

    public string Path { get; set; } = "";
}

internal sealed class Result
{
    public float[] Score { get; set; } = [];

    public string Predicted { get; set; } = "";
}
