using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;

namespace Microsoft.ML.ResNet.Weights;

/// <summary>A class or function that a pickle names.</summary>
internal sealed record PickleGlobal(string Module, string Name)
{
    public override string ToString() => $"{Module}.{Name}";
}

/// <summary>A reference from a pickle to another part of the file.</summary>
internal sealed record PicklePersistent(object? Id);

/// <summary>
/// Reads a pickle (protocols 0 to 5) as data: plain values, tuples, lists and dictionaries. Nothing that it names is
/// called: <paramref name="build"/> constructs the few classes that are allowed, and rejects all others.
/// </summary>
/// <remarks>
/// Razorvine.Pickle keeps its constructors in one table of the process, where other libraries register the same names of
/// PyTorch for their own classes. A file could then construct them here, so it is not used.
/// </remarks>
/// <param name="stream">Positioned at the pickle; afterwards behind it.</param>
/// <param name="build">Makes a value of a global and its arguments.</param>
internal sealed class PickleReader(Stream stream, Func<PickleGlobal, object?[], object?> build)
{
    /// <summary>The longest text or number; a name of a tensor has some dozens of characters.</summary>
    private const int LongestValue = 1 << 20;

    /// <summary>A state of a thousand tensors has some ten thousands of values.</summary>
    private const int MostValues = 5_000_000;

    private static readonly object s_mark = new();

    private readonly List<object?> _stack = [];
    private readonly Dictionary<long, object?> _memo = [];
    private int _values;

    /// <exception cref="InvalidDataException">It is cut off or damaged, or contains a class that is not allowed.</exception>
    public object? Read()
    {
        while (true)
        {
            byte code = Byte();
            if (code == '.')
                return Pop();
            if (++_values > MostValues)
                throw new InvalidDataException($"Its pickle has more than {MostValues:N0} values.");
            Step(code);
        }
    }

    private void Step(byte code)
    {
        switch (code)
        {
            case 0x80: // PROTO
                if (Byte() is var version && version > 5)
                    throw new InvalidDataException($"Its pickle is of protocol {version}; 5 is the newest that is known.");
                break;
            case 0x95: // FRAME
                Skip(8);
                break;
            case (byte)'(':
                _stack.Add(s_mark);
                break;
            case (byte)'0':
                _ = Pop();
                break;
            case (byte)'1':
                _ = PopMarked();
                break;
            case (byte)'2':
                _stack.Add(Peek());
                break;
            case (byte)'N':
                _stack.Add(null);
                break;
            case 0x88 or 0x89:
                _stack.Add(code == 0x88);
                break;
            case (byte)'I':
                string integer = Line();
                _stack.Add(integer is "01" or "00" ? integer == "01" : Number(integer));
                break;
            case (byte)'L':
                _stack.Add(Number(Line().TrimEnd('L')));
                break;
            case (byte)'F':
                _stack.Add(double.TryParse(Line(), NumberStyles.Float, CultureInfo.InvariantCulture, out double real)
                    ? real : throw Damaged("a number that is none"));
                break;
            case (byte)'J':
                _stack.Add((long)BinaryPrimitives.ReadInt32LittleEndian(Bytes(4)));
                break;
            case (byte)'K':
                _stack.Add((long)Byte());
                break;
            case (byte)'M':
                _stack.Add((long)BinaryPrimitives.ReadUInt16LittleEndian(Bytes(2)));
                break;
            case 0x8a: // LONG1
                _stack.Add(Long(Bytes(Byte())));
                break;
            case 0x8b: // LONG4
                _stack.Add(Long(Bytes(Length(4))));
                break;
            case (byte)'G':
                _stack.Add(BinaryPrimitives.ReadDoubleBigEndian(Bytes(8)));
                break;
            case (byte)'S':
                _stack.Add(Line().Trim('\'', '"'));
                break;
            case (byte)'V':
                _stack.Add(Line());
                break;
            case (byte)'T' or (byte)'X' or 0x8d: // BINSTRING, BINUNICODE, BINUNICODE8
                _stack.Add(Encoding.UTF8.GetString(Bytes(Length(code == 0x8d ? 8 : 4))));
                break;
            case (byte)'U' or 0x8c: // SHORT_BINSTRING, SHORT_BINUNICODE
                _stack.Add(Encoding.UTF8.GetString(Bytes(Byte())));
                break;
            case (byte)'B' or 0x8e or 0x96: // BINBYTES, BINBYTES8, BYTEARRAY8
                _stack.Add(Bytes(Length(code == (byte)'B' ? 4 : 8)));
                break;
            case (byte)'C':
                _stack.Add(Bytes(Byte()));
                break;
            default:
                Structure(code);
                break;
        }
    }

    private void Structure(byte code)
    {
        switch (code)
        {
            case (byte)')':
                _stack.Add(Array.Empty<object?>());
                break;
            case (byte)'t':
                _stack.Add(PopMarked());
                break;
            case >= 0x85 and <= 0x87: // TUPLE1 to TUPLE3
                object?[] tuple = new object?[code - 0x84];
                for (int i = tuple.Length - 1; i >= 0; i--)
                    tuple[i] = Pop();
                _stack.Add(tuple);
                break;
            case (byte)']' or 0x8f: // a set is a list
                _stack.Add(new List<object?>());
                break;
            case (byte)'l' or 0x91: // FROZENSET
                _stack.Add(new List<object?>(PopMarked()));
                break;
            case (byte)'a':
                object? item = Pop();
                As<List<object?>>(Peek()).Add(item);
                break;
            case (byte)'e' or 0x90: // ADDITEMS
                object?[] items = PopMarked();
                As<List<object?>>(Peek()).AddRange(items);
                break;
            case (byte)'}':
                _stack.Add(new PickleDictionary());
                break;
            case (byte)'d':
                object?[] entries = PopMarked();
                PickleDictionary dictionary = new();
                Set(dictionary, entries);
                _stack.Add(dictionary);
                break;
            case (byte)'s':
                object? value = Pop(), key = Pop();
                Set(As<PickleDictionary>(Peek()), [key, value]);
                break;
            case (byte)'u':
                object?[] pairs = PopMarked();
                Set(As<PickleDictionary>(Peek()), pairs);
                break;
            case (byte)'p' or (byte)'q' or (byte)'r': // PUT
                _memo[Index(code, 'p', 'q')] = Peek();
                break;
            case 0x94: // MEMOIZE
                _memo[_memo.Count] = Peek();
                break;
            case (byte)'g' or (byte)'h' or (byte)'j': // GET
                _stack.Add(_memo.TryGetValue(Index(code, 'g', 'h'), out object? stored)
                    ? stored : throw Damaged("a reference to nothing"));
                break;
            case (byte)'c':
                _stack.Add(new PickleGlobal(Line(), Line()));
                break;
            case 0x93: // STACK_GLOBAL
                string name = As<string>(Pop()), module = As<string>(Pop());
                _stack.Add(new PickleGlobal(module, name));
                break;
            case (byte)'Q': // BINPERSID
                _stack.Add(new PicklePersistent(Pop()));
                break;
            case (byte)'R' or 0x81: // REDUCE, NEWOBJ
                object?[] arguments = As<object?[]>(Pop());
                _stack.Add(build(As<PickleGlobal>(Pop()), arguments));
                break;
            case (byte)'b': // BUILD
                object? state = Pop();
                // Of a state dictionary, which tensors are of which version; of other things nothing is known.
                if (Peek() is not PickleDictionary || state is not PickleDictionary)
                    throw Damaged("the state of an object that is no dictionary");
                break;
            default:
                throw Damaged($"an instruction 0x{code:x2}, which no file of tensors needs");
        }
    }

    private long Index(byte code, char text, char small) => code == text ? Number(Line())
        : code == small ? Byte() : BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4));

    private static void Set(PickleDictionary dictionary, object?[] pairs)
    {
        if (pairs.Length % 2 != 0)
            throw Damaged("a dictionary with a key that has no value");
        for (int i = 0; i < pairs.Length; i += 2)
            dictionary.Set(pairs[i], pairs[i + 1]);
    }

    private object? Peek() => _stack is [.., var top] && top != s_mark ? top : throw Damaged("too few values");

    private object? Pop()
    {
        object? top = Peek();
        _stack.RemoveAt(_stack.Count - 1);
        return top;
    }

    private object?[] PopMarked()
    {
        int mark = _stack.LastIndexOf(s_mark);
        if (mark < 0)
            throw Damaged("the end of a list without its beginning");
        object?[] items = [.. _stack[(mark + 1)..]];
        _stack.RemoveRange(mark, _stack.Count - mark);
        return items;
    }

    private static T As<T>(object? value)
        where T : class => value as T ?? throw Damaged($"a {value?.GetType().Name ?? "None"} where another value should be");

    private byte Byte() => stream.ReadByte() is >= 0 and var value ? (byte)value : throw Damaged("an early end");

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        return stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) == count ? bytes : throw Damaged("an early end");
    }

    private void Skip(int count) => _ = Bytes(count);

    private int Length(int size)
    {
        ulong length = size == 4
            ? BinaryPrimitives.ReadUInt32LittleEndian(Bytes(4)) : BinaryPrimitives.ReadUInt64LittleEndian(Bytes(8));
        return length <= LongestValue ? (int)length : throw Damaged($"a text of {length:N0} bytes");
    }

    private string Line()
    {
        List<byte> line = [];
        for (byte next = Byte(); next != '\n'; next = Byte())
        {
            if (line.Count == LongestValue)
                throw Damaged("a line that does not end");
            line.Add(next);
        }
        return Encoding.UTF8.GetString([.. line]);
    }

    // Larger ones than 64 bits are markers, which compare equal or not.
    private static object Long(byte[] littleEndian)
    {
        BigInteger value = new(littleEndian);
        return value >= long.MinValue && value <= long.MaxValue ? (object)(long)value : value;
    }

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number)
            ? number : throw Damaged("a number that is none");

    private static InvalidDataException Damaged(string what) => new($"Its pickle has {what}.");
}
