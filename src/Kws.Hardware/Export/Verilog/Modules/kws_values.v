// The values between the steps. The fingerprint has a memory of its own, one value per word; the steps write A and B alternately and read
// the other one, a word of as many channels as there are lanes. Each memory is as wide and as deep as its largest tensors need.

module kws_values #(
  parameter LANES = 1,
  parameter VALUE_BITS = 1,                       // the widest value of the three
  parameter RESULT_BITS = 1,                      // the widest value of A and B
  parameter ADDRESS_BITS = 1,
  parameter INPUT_WORDS = 1,
  parameter INPUT_BITS = 1,
  parameter INPUT_ADDRESS_BITS = 1,
  parameter A_WORDS = 0,                          // 0: there is none, since there are too few steps
  parameter A_LANES = 1,
  parameter A_BITS = 1,
  parameter A_ADDRESS_BITS = 1,
  parameter B_WORDS = 0,
  parameter B_LANES = 1,
  parameter B_BITS = 1,
  parameter B_ADDRESS_BITS = 1
) (
  input  wire                          clock,

  input  wire                          fingerprint_write,
  input  wire [INPUT_ADDRESS_BITS-1:0] fingerprint_address,
  input  wire [INPUT_BITS-1:0]         fingerprint_value,

  input  wire                          write_a,
  input  wire                          write_b,
  input  wire [ADDRESS_BITS-1:0]       write_address,
  input  wire [LANES*RESULT_BITS-1:0]  results,

  input  wire                          from_a,
  input  wire                          from_b,    // neither: the fingerprint
  input  wire [ADDRESS_BITS-1:0]       address,
  output wire [LANES*VALUE_BITS-1:0]   values     // a cycle later
);
  wire [INPUT_BITS-1:0] input_word;
  kws_memory #(.WORDS(INPUT_WORDS), .BITS(INPUT_BITS), .ADDRESS_BITS(INPUT_ADDRESS_BITS)) fingerprint(
    .clock(clock), .write(fingerprint_write), .write_address(fingerprint_address), .write_word(fingerprint_value),
    .address(address[INPUT_ADDRESS_BITS-1:0]), .word(input_word)
  );

  wire [A_LANES*A_BITS-1:0] a_results, a_word;
  generate
    if (A_WORDS != 0) begin : has_a
      kws_memory #(.WORDS(A_WORDS), .BITS(A_LANES*A_BITS), .ADDRESS_BITS(A_ADDRESS_BITS)) a(
        .clock(clock), .write(write_a), .write_address(write_address[A_ADDRESS_BITS-1:0]), .write_word(a_results),
        .address(address[A_ADDRESS_BITS-1:0]), .word(a_word)
      );
    end else begin : lacks_a
      assign a_word = 0;
      wire unused = &{1'b0, write_a, a_results};
    end
  endgenerate

  wire [B_LANES*B_BITS-1:0] b_results, b_word;
  generate
    if (B_WORDS != 0) begin : has_b
      kws_memory #(.WORDS(B_WORDS), .BITS(B_LANES*B_BITS), .ADDRESS_BITS(B_ADDRESS_BITS)) b(
        .clock(clock), .write(write_b), .write_address(write_address[B_ADDRESS_BITS-1:0]), .write_word(b_results),
        .address(address[B_ADDRESS_BITS-1:0]), .word(b_word)
      );
    end else begin : lacks_b
      assign b_word = 0;
      wire unused = &{1'b0, write_b, b_results};
    end
  endgenerate

  // Values are stored in the width of their memory and read with their sign extended. Lanes that a memory lacks are 0.
  genvar i;
  generate
    for (i = 0; i < LANES; i = i + 1) begin : lanes
      wire signed [RESULT_BITS-1:0] result = results[i*RESULT_BITS +: RESULT_BITS];
      wire [VALUE_BITS-1:0] a_value, b_value, input_value;
      if (i < A_LANES) begin : has_a
        assign a_results[i*A_BITS +: A_BITS] = result[A_BITS-1:0];
        assign a_value = {{(VALUE_BITS-A_BITS){a_word[(i+1)*A_BITS-1]}}, a_word[i*A_BITS +: A_BITS]};
      end else begin : lacks_a
        assign a_value = 0;
      end
      if (i < B_LANES) begin : has_b
        assign b_results[i*B_BITS +: B_BITS] = result[B_BITS-1:0];
        assign b_value = {{(VALUE_BITS-B_BITS){b_word[(i+1)*B_BITS-1]}}, b_word[i*B_BITS +: B_BITS]};
      end else begin : lacks_b
        assign b_value = 0;
      end
      if (i == 0) begin : has_input
        assign input_value = {{(VALUE_BITS-INPUT_BITS){input_word[INPUT_BITS-1]}}, input_word};
      end else begin : lacks_input
        assign input_value = 0;
      end
      assign values[i*VALUE_BITS +: VALUE_BITS] = from_b ? b_value : from_a ? a_value : input_value;
      wire unused = &{1'b0, result};
    end
  endgenerate

  // Memories that need fewer address bits than the largest.
  wire unused_bits = &{1'b0, address, write_address};
endmodule
