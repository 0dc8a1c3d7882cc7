using System.Globalization;
using Microsoft.ML.ResNet.Data;
using Microsoft.ML.ResNet.Interop;
using Microsoft.ML.ResNet.Model;

namespace Microsoft.ML.ResNet.Explanation;

/// <summary>Explanation options with defaults filled in, checked against a model.</summary>
/// <param name="Method">The method.</param>
/// <param name="Class">The class to explain, from 0; null for the most probable class.</param>
/// <param name="Stage">The stage of Grad-CAM, from 1.</param>
/// <param name="PatchSize">Side of the occlusion patch, in pixels.</param>
/// <param name="PatchStride">Distance between occlusion patches, in pixels.</param>
internal sealed record ExplanationPlan(
    ResNetExplanationMethod Method, int? Class, int Stage, int PatchSize, int PatchStride)
{
    private const int DefaultPatches = 4; // side by side
    private const int NamesInMessage = 10;

    public static ExplanationPlan For(ClassifierModel model, ResNetExplanationOptions? options)
    {
        options ??= new ResNetExplanationOptions();
        if (!Enum.IsDefined(options.Method))
            throw OutOfRange(nameof(options.Method), options.Method, "a known method");
        int stages = model.Network.Architecture.StageDepths.Count;
        int stage = options.Stage ?? stages;
        if (stage < 1 || stage > stages)
            throw OutOfRange(nameof(options.Stage), stage, $"1 to {stages} ({model.Network.Architecture})");
        int side = Math.Min(model.Network.Height, model.Network.Width);
        int size = options.OcclusionSize ?? Math.Max(1, side / DefaultPatches);
        if (size < 1 || size > side)
            throw OutOfRange(nameof(options.OcclusionSize), size, $"1 to {side}, the smaller side of the network's input");
        int stride = options.OcclusionStride ?? Math.Max(1, size / 2);
        if (stride < 1 || stride > size)
            throw OutOfRange(nameof(options.OcclusionStride), stride, $"1 to the patch's size, {size}");
        return new ExplanationPlan(options.Method, ClassOf(model.Classes, options.ClassName), stage, size, stride);
    }

    /// <summary>Whether a plan from a file is valid for such a classifier.</summary>
    public bool Fits(ResNetArchitecture architecture, ImageSize input, int classes) =>
        Class is null or >= 0 && !(Class >= classes)
        && Stage >= 1 && Stage <= architecture.StageDepths.Count
        && PatchSize >= 1 && PatchSize <= Math.Min(input.Height, input.Width)
        && PatchStride >= 1 && PatchStride <= PatchSize;

    private static int? ClassOf(ClassLabels classes, string? name)
    {
        if (name is null)
            return null;
        for (int i = 0; i < classes.Count; i++)
        {
            if (classes.NameOf(i).Normalize() == name.Normalize())
                return i;
        }
        string known = string.Join(", ", classes.Names.Take(NamesInMessage))
            + (classes.Count > NamesInMessage ? ", ..." : "");
        throw new ArgumentException($"ClassName is '{name}', which is not a class. The {classes.Count} classes are {known}.");
    }

    private static ArgumentException OutOfRange(string option, object value, string range) => new(string.Create(
        CultureInfo.InvariantCulture, $"ResNetExplanationOptions.{option} is {value}; it must be {range}."));
}
