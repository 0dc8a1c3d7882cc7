namespace Microsoft.ML.ResNet.Onnx;

/// <summary>Versions of ONNX's operators and of its file format.</summary>
internal static class OnnxVersions
{
    /// <summary>The first whose quantization has scales of channels.</summary>
    public const int FirstOpset = 13;

    /// <summary>The latest that ONNX Runtime 1.31 supports.</summary>
    public const int LastOpset = 26;

    public const int DefaultOpset = 23;

    /// <summary>The domain of <c>LabelEncoder</c>, and the version of it that came with the first opset.</summary>
    public const string LabelDomain = "ai.onnx.ml";

    public const int LabelOpset = 2;

    /// <summary>The format version that was released with a version of the operators; older readers support neither.</summary>
    public static int IrVersion(int opset) => opset switch
    {
        <= 14 => 7,
        <= 18 => 8,
        <= 20 => 9,
        <= 22 => 10,
        23 => 11,
        24 => 12,
        _ => 13,
    };
}
